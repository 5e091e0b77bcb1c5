"""The build of the artifacts that Lambda functions are deployed from: ``python -m tools.bundle``."""
