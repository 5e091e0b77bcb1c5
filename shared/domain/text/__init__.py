"""Text as people write it: folding for comparison, collation for sorting."""
