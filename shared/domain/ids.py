"""Identifiers: ULIDs (https://github.com/ulid/spec) made from a given time and given randomness, or from a hash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

CROCKFORD_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_LENGTH = 26
_MAX_VALUE = (1 << 128) - 1
_TO_PYTHONS_DIGITS = bytes.maketrans(CROCKFORD_ALPHABET.encode(), b"0123456789abcdefghijklmnopqrstuv")


def ulid(now: datetime, randomness: bytes) -> str:
    """Return the ULID of 26 characters for an aware ``now`` (millisecond precision) and 10 bytes of randomness."""
    milliseconds = int(now.timestamp() * 1000)
    return _text_of((milliseconds << 80) | int.from_bytes(randomness[:10], "big"))


def derived_id(digest: bytes) -> str:
    """Return the first 16 bytes of a hash in the form of a ULID. Its order says nothing about time."""
    return _text_of(int.from_bytes(digest[:16], "big"))


def is_ulid(text: str) -> bool:
    """Return whether text is a ULID in its canonical form (upper case, at most 128 bits)."""
    return len(text) == ULID_LENGTH and text[0] <= "7" and not text.strip(CROCKFORD_ALPHABET)


def made_at(ulid: str) -> datetime:
    """Return when a ULID was made, to the millisecond, in UTC. Raises ValueError for anything else."""
    if not is_ulid(ulid):
        raise ValueError("this is no ULID")
    milliseconds = int(ulid.encode().translate(_TO_PYTHONS_DIGITS), 32) >> 80
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def _text_of(value: int) -> str:
    return "".join(CROCKFORD_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))


def uid_of(contact_id: str) -> str:
    """Return the ``uid`` of a contact: the same 128 bits as a ``urn:uuid:`` (RFC 9562, RFC 6350 section 6.7.6)."""
    value = int(contact_id.encode().translate(_TO_PYTHONS_DIGITS), 32) & _MAX_VALUE
    digits = value.to_bytes(16, "big").hex()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
