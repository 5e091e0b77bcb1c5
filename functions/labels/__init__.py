"""Labels of contacts: one function for each endpoint."""
