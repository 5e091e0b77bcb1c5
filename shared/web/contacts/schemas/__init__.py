"""Contacts on the wire: pydantic models of requests and answers."""
