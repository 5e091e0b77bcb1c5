"""Reading vCard: lines, properties, and what they say about a contact."""
