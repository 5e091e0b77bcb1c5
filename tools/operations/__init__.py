"""Commands of the runbook (docs/operations.md) that work on a deployment."""
