"""The library that all functions share: what contacts and accounts are, and how they are stored."""
