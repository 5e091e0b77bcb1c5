"""JSContact (RFC 9553, version 2.0 of RFC 9982) from and to the neutral card, and RFC 9555 where vCard comes in.

What the details of a contact have a member for is read into it; everything else of a card stands in ``extra``, at the
level at which it stood, so that nothing is lost. See docs/formats.md for the mapping.
"""
