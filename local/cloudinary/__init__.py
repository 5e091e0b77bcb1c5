"""A stand-in for Cloudinary: the upload API that its SDKs use, and the delivery of uploaded pictures.

It checks signatures, and rotates and crops pictures as the upload requests.
"""

from local.cloudinary.application import PREFIX, Cloudinary

__all__ = ["PREFIX", "Cloudinary"]
