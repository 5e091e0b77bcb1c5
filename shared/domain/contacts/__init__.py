"""Contacts: details, rules, the stored document, sort keys, birthdays."""
