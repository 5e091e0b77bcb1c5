"""Files that contacts come from."""
