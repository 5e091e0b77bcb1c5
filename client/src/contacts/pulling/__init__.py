"""Pulls an address book of a CardDAV server into the service, again and again: only what has changed since."""
