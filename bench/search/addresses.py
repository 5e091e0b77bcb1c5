"""Made-up e-mail addresses: most at a few providers, as in every book, others at a domain of their own."""

from __future__ import annotations

from bench.search.chance import Chance
from shared.domain.contacts.details import ContactDetails, TextValue
from shared.domain.text.transliteration import latin_words

PROVIDERS = ("qmail.example.com", "postfix.example.net", "outbox.example.com", "paperplane.example.org")
"""None of them exists: the top level is reserved (RFC 2606)."""
_PROVIDER_SHARE = 0.7
_SYLLABLES = ("ka", "ro", "mi", "ten", "sol", "vi", "bar", "nu", "del", "po", "gri", "zan")


def email(details: ContactDetails, number: int, chance: Chance) -> TextValue:
    """Return an address that nobody else has, made of the name, if that can be written in ASCII, and of ``number``."""
    names = [word for part in (details.first_name, details.last_name) for word in latin_words(part)[:1]]
    words = names if all(map(str.isascii, names)) else [_word(chance)]
    local = chance.choice((".", "_", "", "-")).join(words) + chance.choice(("", ".")) + str(number)
    domain = chance.choice(PROVIDERS) if chance.happens(_PROVIDER_SHARE) else f"{_word(chance)}.example.com"
    return TextValue(label="home", value=f"{local}@{domain}")


def _word(chance: Chance) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3))
