"""Several changes of contacts in one request."""
