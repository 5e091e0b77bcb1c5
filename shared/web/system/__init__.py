"""The service itself on the wire: health, the documentation."""
