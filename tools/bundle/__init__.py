"""Builds the one artifact that every Lambda function is deployed with. Run it with ``python -m tools.bundle``."""
