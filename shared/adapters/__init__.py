"""How the ports are met: DynamoDB, SES, SSM and the like; memory/ holds the fakes that pass the same contract tests."""
