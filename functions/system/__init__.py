"""The service itself: health, documentation, and what no other route serves."""
