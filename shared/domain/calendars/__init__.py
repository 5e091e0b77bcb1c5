"""Calendars of the dates of contacts, and the feeds that programs subscribe to."""
