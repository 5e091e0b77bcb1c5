"""Measures what the service promises about performance. Never imported by the service."""
