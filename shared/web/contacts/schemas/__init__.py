"""The wire models of contacts: pydantic models of requests and responses."""
