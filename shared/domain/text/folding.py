"""The one folding of text: what is equal here is equal for searches, tags and look-ups.

It makes equal what people type in place of each other, because their keyboard or program does not let them do better.
What one search or look-up ignores beyond that, such as the hyphen in a name, is its own business.
"""

from __future__ import annotations

from unicodedata import category, combining, decimal, lookup, name, normalize

FOLDING_VERSION = 1
"""Raise it whenever a folded text may change, and store it beside whatever is derived from folded texts.

Today nothing is: tags are stored as typed and folded to be compared. The version does not cover characters that the
interpreter's Unicode database does not know yet.
"""

_EQUAL = {
    "'": "`´ʹʻʼʽʾʿˈˊˋ՚׳ߴߵ‘’‛′‵ꞌ",
    "-": "\u02d7\u2043\u2212\u2796",  # beside the dashes of category Pd
    '"': "״“”„‟«»″〝〞〟",
    "·": "•‧・",
    ",": "،、",
    ";": "؛",
    "?": "؟",
    ".": "۔",
    "a": "ɑ",
    "ae": "æ",
    "d": "ð",
    "e": "əǝɛ",
    "g": "ɣ",
    "i": "ıɩ",
    "j": "ȷ",
    "k": "ĸ",
    "n": "ŋ",
    "o": "ɔ",
    "oe": "œ",
    "th": "þ",
    "u": "ʊ",
    "z": "ʒ",
    "а": "ә",  # Kazakh, Tatar and others, with the letters of Russian
    "о": "ө",
    "у": "ү",
    "х": "һ",
    "ا": "ٱ",
    "ك": "کڪ",
    "ه": "ةہھەۃ",
    "ي": "یىےې",
    "": "ـ\u034f\u115f\u1160\u17b4\u17b5",  # what only stretches a word or holds a place
}
"""Characters that take each other's place and that Unicode does not decompose, by what they become."""
_FIRST_TAG = "\U000e0020"
_MAX_KNOWN = 20_000


def fold(text: str) -> str:
    """Return the text as it is compared: ``Žoë`` and ``ZOE`` both become ``zoe``.

    Compatibility forms, width and case vanish (NFKD of UAX #15, case folding), and so do accents, points, and format
    characters such as soft hyphens. Apostrophes, hyphens and quotation marks become ``'``, ``-`` and ``"``, digits
    those of ASCII, letters with a stroke or a hook the plain ones (``ł``, ``ґ``), and Persian letters their Arabic
    twins. Marks that make another word stay: vowel signs of India, tones of Thailand, the voicing of kana.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = normalize("NFKD", text).replace(" \u0301", "'").replace(" \u0313", "'")  # acute and koronis, alone
    return normalize("NFKD", decomposed.casefold().translate(_FOLDED))


def fold_name(name: str) -> str:
    """Return what equal names have in common: the folded words, or the name itself if nothing of it is left.

    So are tags compared, and organizations, and the names of views.
    """
    return " ".join(fold(name).split()) or name.casefold()


class _Folded(dict[int, str]):
    """What each character becomes, found when it occurs for the first time: all of them take a second."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(self) < _MAX_KNOWN:
            self[code] = folded
        return folded


_FOLDED = _Folded({ord(character): folded for folded, characters in _EQUAL.items() for character in characters})


def _folded(character: str) -> str:
    """Return what a decomposed character in lower case becomes."""
    kind = category(character)
    if kind == "Cf":
        return character if character >= _FIRST_TAG else ""  # the tags of a flag tell England from Scotland
    if kind == "Mn":
        return "" if _is_accent(character) else character
    if kind == "Nd":
        return str(decimal(character))
    if kind == "Pd":
        return "-"
    return _plain(character) if kind in ("Ll", "Lo") else character


def _is_accent(mark: str) -> bool:
    """Return whether people leave out a nonspacing mark; its combining class tells (UAX #44, table 15).

    Those are overlays and nuktas, the points of Hebrew, Arabic and Syriac, what stands above and below a letter, and
    variation selectors.
    """
    place = combining(mark)
    return place in (1, 7) or 10 <= place <= 36 or place >= 200 or "VARIATION SELECTOR" in name(mark, "")


def _plain(letter: str) -> str:
    """Return the plain letter for ``CYRILLIC SMALL LETTER GHE WITH UPTURN`` and the like."""
    plain, with_, _ = name(letter, "").partition(" WITH ")
    if not with_ or not plain.startswith(("LATIN SMALL LETTER ", "CYRILLIC SMALL LETTER ")):
        return letter
    try:
        return fold(lookup(plain))
    except KeyError:
        return letter
