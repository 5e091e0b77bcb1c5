"""Writes the pages of docs/ that are derived from template.yaml and the code. Run it with ``make docs``."""
