"""What follows a change of a table."""
