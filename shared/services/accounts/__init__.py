"""Use cases of an account: register, verify, sign in, profile, avatar."""
