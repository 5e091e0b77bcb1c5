"""The words of texts, as they are compared: folded, without the punctuation around them, in several spellings.

A text is taken apart at white space, commas, semicolons and quotation marks into *tokens*, and a token at hyphens into
*pieces*. Apostrophes vanish. What people type instead of a hyphen separates pieces, too: kinds of dashes, the middle
dot between Japanese names, the invisible non-joiner (ZWNJ) of Persian.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from shared.domain.text.folding import fold
from shared.domain.text.transliteration import bare_of_signs, latin_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Romanize = Callable[[str], str]
"""Spells a text in Latin letters: see ``shared.services.ports.romanization``."""

_AROUND = ".:!?()[]{}<>。¡¿"
"""Punctuation that is no part of a word at its ends."""
_INSIDE = str.maketrans(dict.fromkeys("!#$%&()*+./:<=>?@[\\]^_`{|}~。¡¿", " "))
"""What separates words within a word: the parts of an address, of ``at&t``."""
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)
_UMLAUTS = frozenset(map(chr, _SPELLED_OUT))
_ZWNJ = "\u200c"
_AROUND_ADDRESSES = _AROUND + ",;'\""
_SYLLABLES = (range(0x3040, 0x3100), range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0x20000, 0x32000))
_WITHOUT_VOWELS = range(0x590, 0x780)
"""Letters of Hebrew, Arabic and Syriac: in Latin letters nobody would recognize the words, since vowels are missing."""
_MAX_KNOWN = 20_000


class _Separators(dict[int, str]):
    """What every character becomes before a text is taken apart, found when it first occurs."""

    def __missing__(self, code: int) -> str:
        separated = _SEPARATED.get(fold(chr(code)), chr(code))
        if len(self) < _MAX_KNOWN:
            self[code] = separated
        return separated


_SEPARATED = {"'": "", "-": "-", "·": "-", ",": " ", ";": " ", '"': " ", " ": " "}
_SEPARATORS = _Separators({ord(_ZWNJ): "-"})


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, not folded yet, with ``-`` between their pieces."""
    return text.translate(_SEPARATORS).split()


@lru_cache(maxsize=_MAX_KNOWN)
def spellings(piece: str, romanize: Romanize) -> tuple[str, ...]:
    """Return up to four spellings of a piece of a token, the folded one first; none if only punctuation is left of it.

    The others are in Latin letters: the official ones of Ukrainian and Greek, the library's, and ``mueller`` for
    ``Müller``.
    """
    folded = bare(piece)
    if not folded or piece.isascii():
        return (folded,) if folded else ()
    found = [folded, *_latin_spellings(piece, folded, romanize)]
    composed = normalize("NFC", piece)
    if not _UMLAUTS.isdisjoint(composed):
        found.append(bare(composed.translate(_SPELLED_OUT)))
    return tuple(dict.fromkeys(found))


def _latin_spellings(piece: str, folded: str, romanize: Romanize) -> Iterator[str]:
    """Yield the official spelling and the library's of what is not in Latin letters."""
    if folded.isascii() or (len(piece) == 1 and _is_syllable(piece)):  # one syllable has far too many homophones
        return
    yield from filter(str.isascii, latin_words(piece))
    if latin := "".join(_syllables(piece, romanize)):
        yield latin


def _syllables(piece: str, romanize: Romanize) -> Sequence[str]:
    """Return the library's spelling, folded, in the parts that begin with a capital where the script has none."""
    letters = bare_of_signs(piece)  # the library would spell emoji out
    if not letters or any(ord(letter) in _WITHOUT_VOWELS for letter in letters):
        return ()
    latin = romanize(normalize("NFC", letters))
    if letters.lower() == letters.upper():
        latin = "".join([f" {letter}" if letter.isupper() else letter for letter in latin])
    parts = ["".join(filter(str.isalnum, part)) for part in fold(latin).split()]
    return [part for part in parts if part.isascii() and part]


def bare(piece: str) -> str:
    """Return a piece folded, without white space and punctuation around it."""
    folded = fold(piece)
    if not piece.isascii():
        folded = "".join(folded.replace("'", "").split())
    return folded.strip(_AROUND)


@lru_cache(maxsize=_MAX_KNOWN)
def _words_of_token(token: str, romanize: Romanize | None) -> tuple[str, ...]:
    """Return the words of a token: its pieces, what they are joined, their parts, and all of that in Latin letters."""
    pieces = token.split("-") if "-" in token else (token,)
    spelled = [_spelled(piece, romanize) for piece in pieces]
    spelled = [each for each in spelled if each]
    found = [word for each in spelled for word in each]
    if len(spelled) > 1:
        found += ["".join(each) for each in zip(*_of_equal_length(spelled), strict=True)]
    for each in spelled:
        found += _parts(each[0])
    if romanize and not token.isascii():
        found += [part for piece in pieces for part in _syllables(piece, romanize)]
    return tuple(dict.fromkeys(found))


def _spelled(piece: str, romanize: Romanize | None) -> tuple[str, ...]:
    if romanize:
        return spellings(piece, romanize)
    folded = bare(piece)
    return (folded,) if folded else ()


def _of_equal_length(spelled: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of every piece, its last one repeated, so that the pieces of a token can be joined."""
    most = max(map(len, spelled))
    for each in spelled:
        yield each + each[-1:] * (most - len(each))


def _parts(word: str) -> Sequence[str]:
    """Return the words within a word that has signs between them, and a handle such as ``@anna_b`` without its sign."""
    if word.isalnum():
        return ()
    return [part for part in (word.removeprefix("@"), *word.translate(_INSIDE).split()) if part and part != word]


def words_of(text: str, romanize: Romanize | None = None) -> Sequence[str]:
    """Return the words of a stored text; with ``romanize`` also in Latin letters. They may repeat.

    Of a text of nothing but punctuation the words are that, as it is between blanks.
    """
    found: list[str] = []
    for token in tokens(text):
        if token.isascii() and token.isalnum():
            found.append(token.lower())
        else:
            found += _words_of_token(token, romanize)
    return found or fold(text).split()


def joined_names(last: str, first: str, romanize: Romanize) -> Sequence[str]:
    """Return the words of a name that is written without a blank, such as a Chinese one; none for any other name."""
    return words_of(last + first, romanize) if last and first and all(map(_is_syllable, last + first)) else ()


def _is_syllable(letter: str) -> bool:
    """Return whether a character is Chinese, Japanese or Korean."""
    code = ord(letter)
    return any(code in letters for letters in _SYLLABLES)


def addresses_in(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the e-mail addresses in a text as they are compared, and words for those who leave signs out of them.

    What is no address is returned as if it were one. ``o'brien@example.com`` is also found by ``obrien``.
    """
    addresses = [address for each in fold(text).split() if (address := address_of(each))]
    return addresses, [plain for each in addresses if (plain := without_signs(each)) != each]


def address_of(token: str) -> str:
    """Return a folded token without the punctuation around it, and without the ``mailto:`` of a URI."""
    return token.strip(_AROUND_ADDRESSES).removeprefix("mailto:")


def without_signs(address: str) -> str:
    """Return an address without apostrophes and hyphens, as words of other texts are."""
    return address.replace("'", "").replace("-", "")
