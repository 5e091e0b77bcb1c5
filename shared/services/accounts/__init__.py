"""Use cases of an account: sign up, verify, sign in, profile, avatar."""
