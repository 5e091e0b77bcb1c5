"""The build of the one artifact that every Lambda function is deployed from: ``python -m tools.bundle``."""
