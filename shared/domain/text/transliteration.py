"""Cyrillic and Greek in Latin letters, as passports have it, so that a name is found in both spellings.

Ukrainian follows the table of the Cabinet of Ministers, resolution 55 of 27 January 2010, and Greek the transcription
of ELOT 743 (ISO 843). Letters of Belarusian, Russian, Serbian and Macedonian that Ukrainian lacks become their usual
counterparts. Other scripts stay as they are.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, normalize

from shared.domain.text.folding import fold

_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia", "ы": "y", "э": "e", "ё": "io", "ъ": "", "ў": "u", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "џ": "dz", "ѓ": "gj", "ѕ": "dz", "ќ": "kj",
}  # fmt: skip
_AT_THE_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_GREEK_PAIRS = {"ου": "ou", "γγ": "ng", "γξ": "nx", "γχ": "nch"}
_BEFORE_VOICELESS = {"αυ": "af", "ευ": "ef", "ηυ": "if"}
_BEFORE_VOICED = {"αυ": "av", "ευ": "ev", "ηυ": "iv"}
_VOICELESS = frozenset("θκξπσςτφχψ")
_TONOS = str.maketrans("άέήίόύώΐΰ", "αεηιουωϊϋ")
_WITHOUT_DIAERESIS = str.maketrans("ϊϋ", "ιυ")
_BETWEEN_WORDS = str.maketrans(dict.fromkeys("'’ʼ`‘′", "") | dict.fromkeys("-‐‑‒–—―−", " "))
"""Apostrophes, and the hyphens and dashes that people type in place of each other."""
_CYRILLIC = range(0x400, 0x530)
_GREEK_LETTERS = range(0x370, 0x400)
_LETTERS = str.maketrans({**_UKRAINIAN, **_GREEK})


def latin_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in Latin letters, folded: ``Дем’янчук`` becomes ``demianchuk``.

    A hyphen separates words; an apostrophe does not. Words of other scripts are folded only.
    """
    return tuple([word for each in text.translate(_BETWEEN_WORDS).split() if (word := _latin(each))])


@lru_cache(maxsize=20_000)
def _latin(word: str) -> str:
    """Return one word. The table comes before the folding, which makes one letter of ``и`` and ``й``.

    Signs vanish before anything is looked at: a quotation mark or a soft hyphen in front of a letter does not keep it
    from being the first one.
    """
    if word.isascii():
        return _letters_only(fold(word))
    word = normalize("NFC", bare_of_signs(word)).lower()
    code = max(map(ord, word), default=0)
    if code in _CYRILLIC:
        word = word.replace("зг", "зgh")
        word = (_AT_THE_START.get(word[0], word[0]) + word[1:]).translate(_LETTERS)
    elif code in _GREEK_LETTERS:
        word = _from_greek(word)
    return _letters_only(fold(word))


def _from_greek(word: str) -> str:
    """Return a word in Greek letters. An accent on the first of two vowels, or a diaeresis, keeps them apart."""
    plain = word.translate(_TONOS)
    parts: list[str] = []
    position = 0
    while position < len(plain):
        pair, following = plain[position : position + 2], plain[position + 2 : position + 3]
        latin = _pair(pair, following, at_the_start=position == 0) if word[position] == plain[position] else ""
        parts.append(latin or plain[position])
        position += 2 if latin else 1
    return "".join(parts).translate(_WITHOUT_DIAERESIS).translate(_LETTERS)


def _pair(pair: str, following: str, *, at_the_start: bool) -> str:
    """Return what two letters become together; empty if they are two sounds."""
    if pair in _BEFORE_VOICED:
        voiceless = not following or following in _VOICELESS
        return (_BEFORE_VOICELESS if voiceless else _BEFORE_VOICED)[pair]
    if pair == "μπ" and (at_the_start or not following):
        return "b"
    return _GREEK_PAIRS.get(pair, "")


def bare_of_signs(word: str) -> str:
    """Return the letters, digits and marks of a word: no emoji, and no format characters."""
    return word if word.isalnum() else "".join([each for each in word if category(each)[0] in "LMN"])


def _letters_only(word: str) -> str:
    return word if word.isalnum() else "".join(filter(str.isalnum, word))
