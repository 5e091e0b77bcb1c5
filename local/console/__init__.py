"""The console page below ``/_local``: what runs here, the mail that was sent, the tables, and the product to try."""

from local.console.application import Console

__all__ = ["Console"]
