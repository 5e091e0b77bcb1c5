"""Measures what the service promises about time. Never imported by the service."""
