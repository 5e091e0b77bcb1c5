"""Stores and services in memory: as strict as the real ones, but gone when the process ends."""
