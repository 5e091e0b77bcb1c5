"""Accounts over HTTP, as administrators see them."""
