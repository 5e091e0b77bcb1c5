"""Writes what a new endpoint begins with, in every place where it has to stand. Run it with ``make endpoint``."""
