"""Accounts, as administrators see them: one function for each endpoint."""
