"""From sign-up to sync, once for each generator."""
