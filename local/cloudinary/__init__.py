"""A stand-in for Cloudinary: its upload API as its SDKs speak it, and the delivery of what was uploaded.

It checks signatures and keeps pictures as they come; it does not turn or crop them.
"""

from local.cloudinary.application import PREFIX, Cloudinary

__all__ = ["PREFIX", "Cloudinary"]
