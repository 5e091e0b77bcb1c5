"""Views of contacts: one function for each endpoint."""
