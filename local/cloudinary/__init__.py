"""A stand-in for Cloudinary: its upload API as its SDKs speak it, and the delivery of what was uploaded.

It checks signatures, and turns and crops pictures as the upload asks.
"""

from local.cloudinary.application import PREFIX, Cloudinary

__all__ = ["PREFIX", "Cloudinary"]
