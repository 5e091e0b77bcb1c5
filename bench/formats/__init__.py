"""Measures what reading and writing cards takes, beside vobject and ical.js."""
