"""Stores and services in memory: as strict as the real ones, gone with the process."""
