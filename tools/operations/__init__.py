"""Commands of the runbook (docs/operations.md), which act on a deployment."""
