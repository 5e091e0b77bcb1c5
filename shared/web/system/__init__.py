"""The service itself over HTTP: health and documentation."""
