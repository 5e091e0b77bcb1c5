"""Clients that generators make of the OpenAPI document: ``bash .ci/clients``."""
