"""Identities at providers: proving them, signing in with them, linking and unlinking them."""
