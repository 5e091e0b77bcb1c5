"""Implementations of the ports: DynamoDB, SES, SSM and so on; memory/ has fakes that pass the same contract tests."""
