"""Keeping contacts."""
