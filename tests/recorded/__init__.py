"""Recorded answers: what every function responds and logs, byte for byte, in a world that never changes."""
