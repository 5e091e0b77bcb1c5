"""The console page at ``/_local``: what is running, the mail that was sent, the tables, and requests to try."""

from local.console.application import Console

__all__ = ["Console"]
