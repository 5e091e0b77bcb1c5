"""Books as a whole over HTTP."""
