"""The caller's own profile and avatar."""
