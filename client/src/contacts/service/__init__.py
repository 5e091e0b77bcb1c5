"""The Contacts API, as the client calls it."""
