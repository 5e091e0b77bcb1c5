"""Texts as people write them: folding for comparison, collation for order."""
