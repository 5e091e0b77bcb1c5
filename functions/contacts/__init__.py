"""Contacts: create, read, change, delete, list, search."""
