"""Endpoints of files of contacts."""
