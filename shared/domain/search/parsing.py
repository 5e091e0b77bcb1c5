"""Reading what people type into a search field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.search.phone_numbers import digits_of, is_numeric, number_forms, runs, without_scheme
from shared.domain.search.terms import Term
from shared.domain.search.words import address_of, bare, spellings, tokens
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shared.domain.search.words import Romanize

MAX_TERMS = 8
_BETWEEN_ADDRESSES = str.maketrans(dict.fromkeys(',;"<>', " "))


def terms_of(text: str, romanize: Romanize) -> tuple[Term, ...]:
    """Return the terms of a query as typed, each once, at most MAX_TERMS.

    If there is nothing but punctuation in it, that is looked for as it is.
    """
    terms = _distinct(_terms(text, romanize))
    if not terms:
        signs = [word for token in tokens(text) if (word := joined(token))] or fold(text).split()
        terms = _distinct([Term(spellings=(sign,)) for sign in signs])
    return terms


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))[:MAX_TERMS]


def _terms(text: str, romanize: Romanize) -> Iterator[Term]:
    """Yield the terms: e-mail addresses, which stay whole, and those of the tokens between them."""
    if "@" not in text:
        yield from _terms_of_tokens(tokens(text), romanize)
        return
    typed: list[str] = []
    for word in text.translate(_BETWEEN_ADDRESSES).split():
        address = _address(word) if "@" in word else None
        if address:
            yield from _terms_of_tokens(typed, romanize)
            typed = []
            yield address
        else:
            typed += tokens(word)
    yield from _terms_of_tokens(typed, romanize)


def _address(word: str) -> Term | None:
    """Return the term for an address, also for the beginning of one, or a handle: ``@anna`` is ``anna``, too."""
    parts = tokens(word)
    if len(parts) != 1:
        return None
    address = address_of("".join(fold(word).split()))
    spelled = [each for each in (address, joined(parts[0]), address.removeprefix("@")) if each]
    return Term(spellings=tuple(dict.fromkeys(spelled))) if spelled else None


def _terms_of_tokens(typed: Sequence[str], romanize: Romanize) -> Iterator[Term]:
    """Yield the terms of tokens: a number for numeric ones that follow each other, a word for each piece of others."""
    folded = [without_scheme(fold(token)) for token in typed]
    as_typed = dict(zip(folded, typed, strict=True))
    for run in runs([token for token in folded if token]):
        number = _number(run) if is_numeric(run[0]) else None
        if number:
            yield number
            continue
        for piece in [piece for token in run for piece in as_typed[token].split("-")]:
            if spelled := spellings(piece, romanize):
                yield Term(spellings=spelled)


def _number(run: Sequence[str]) -> Term | None:
    """Return the term for numeric tokens; None if there is no digit in them."""
    parts = [_part(token) for token in run if digits_of(token)]
    if len(parts) > 1:
        return Term(numbers=number_forms(digits_of("".join(run))), parts=_distinct(parts))
    return parts[0] if parts else None


def _part(token: str) -> Term:
    word = joined(token)
    return Term(spellings=(word,) if word else (), numbers=number_forms(digits_of(token)))


def joined(token: str) -> str:
    """Return a token folded, without the hyphens in it and the punctuation around its pieces."""
    return "".join(map(bare, token.split("-")))
