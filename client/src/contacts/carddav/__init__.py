"""Reads address books of CardDAV servers (RFC 6352). It never writes."""
