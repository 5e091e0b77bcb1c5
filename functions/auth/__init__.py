"""Signing up, proving the address, signing in."""
