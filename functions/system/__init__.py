"""The service itself: health, documentation, and the response to unknown routes."""
