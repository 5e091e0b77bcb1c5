"""A command line client of the Contacts API."""

__version__ = "0.1.0"
