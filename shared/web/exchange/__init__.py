"""Files of contacts over HTTP."""
