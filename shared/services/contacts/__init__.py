"""Use cases of contacts: read, write, list, search, birthdays."""
