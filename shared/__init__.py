"""The library that every function shares: what contacts and accounts are, and how they are kept."""
