"""HTTP, as all parts of the client use it."""
