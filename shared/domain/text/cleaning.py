"""Text as it comes in: without what does not show at its ends; and the characters that no text may contain."""

from __future__ import annotations

from unicodedata import category, combining, normalize

_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs"})
_JOINERS = "\u200c\u200d"  # ZERO WIDTH NON-JOINER and JOINER
_VIRAMA = 9  # the combining class of the marks that RFC 5892, appendix A.1, calls so
_BLACK_FLAG = "\U0001f3f4"
_TAG_END = "\U000e007f"
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters with a shape: Unicode's Prepended_Concatenation_Mark."""
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"  # fillers
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"  # variations
)
"""Characters that are neither format characters nor white space, but show nothing by themselves."""


def cleaned(value: object) -> object:
    """Return a value that is a text as ``clean`` does, and any other as it is."""
    return clean(value) if isinstance(value, str) else value


def clean(text: str) -> str:
    """Return the text in Unicode NFC without white space and invisible characters at its ends.

    Invisible are format characters (category Cf): direction marks, zero-width spaces, soft hyphens, byte order marks.
    Programs paste them along, and nobody sees them. Inside the text they stay, since words of many scripts, and emoji,
    need ZWJ and ZWNJ. At the end stays what belongs to the last character: a joiner after a virama, which words
    in Malayalam end with, and the tags of a flag (UTS #51). A text in which nothing shows becomes empty.
    """
    text = normalize("NFC", text).strip()
    if not text.isprintable():  # true of nearly every text, and false of any with a format character
        text = _trimmed(text)
    if text[:1] in _BLANK and all(map(is_hidden, text)):
        return ""
    return text


def without_invisible(text: str) -> str:
    """Return the cleaned text without invisible characters inside, either, except for joiners: they spell words."""
    text = clean(text)
    if text.isprintable():
        return text
    return "".join(char for char in text if char in _JOINERS or char.isspace() or not _is_invisible(char))


def visible_part(text: str) -> str:
    """Return the text as it shows: without format characters, which come along with a copy, and variation selectors."""
    return text if text.isascii() else "".join([char for char in text if category(char) != "Cf" and char not in _BLANK])


def has_control_characters(text: str, *, allowed: str = "") -> bool:
    """Return whether a text has control characters other than those allowed, or lone surrogates."""
    if text.isprintable():  # true of nearly every text, and it looks at all characters at once
        return False
    return any(category(character) in _FORBIDDEN_CATEGORIES for character in set(text).difference(allowed))


def _trimmed(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_invisible(text[start]):
        start += 1
    while start < end and _is_invisible(text[end - 1]) and not _ends_in_sequence(text[start:end]):
        end -= 1
    return text[start:end]


def is_hidden(character: str) -> bool:
    """Return whether a character shows nothing by itself."""
    return character in _BLANK or _is_invisible(character)


def _is_invisible(character: str) -> bool:
    return character.isspace() or (category(character) == "Cf" and character not in _VISIBLE_FORMATS)


def _ends_in_sequence(text: str) -> bool:
    """Return whether the last character, a format character, belongs to the one before it."""
    if text[-1] in _JOINERS:
        return combining(text[-2:-1] or " ") == _VIRAMA
    if text[-1] != _TAG_END:
        return False
    tags = text[:-1].rpartition(_BLACK_FLAG)[2]
    return bool(tags) and all("\U000e0020" <= tag < _TAG_END for tag in tags)
