"""What is searched of contacts, what people ask for, and which contacts match."""
