"""Writes the pages of docs/ that repeat what template.yaml and the code say. Run it with ``make docs``."""
