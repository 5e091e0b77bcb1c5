"""Cards as vCard: properties for a profile, and their text."""
