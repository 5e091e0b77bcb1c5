"""The links of a contact. A page shows them and follows them, so none may be what it would run as a script of its own.

Texts in other languages take the place of a link, so the same holds for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.localizations import places_in
from shared.domain.contacts.text_rules import problem
from shared.domain.text.cleaning import visible_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.contacts.details import ContactDetails
    from shared.domain.errors import FieldProblem

_PHOTO = "photo_url"
_LISTS = ("urls", "handles")
_PHOTO_SCHEMES = frozenset({"http", "https"})
_SCRIPT_SCHEMES = frozenset({"javascript", "vbscript", "data"})


def link_problems(details: ContactDetails) -> Iterator[FieldProblem]:
    """Yield what is wrong with the links of a contact."""
    if details.photo_url:
        yield from _photo_problems(f"/{_PHOTO}", details.photo_url)
    for name in _LISTS:
        for index, link in enumerate(getattr(details, name)):
            yield from _script_problems(f"/{name}/{index}/value", link.value)
    for pointer, place, text in places_in(details.localizations, "/localizations"):
        if place == _PHOTO:
            yield from _photo_problems(pointer, text)
        elif place.startswith(tuple(f"{name}/" for name in _LISTS)) and place.endswith("/value"):
            yield from _script_problems(pointer, text)


def _photo_problems(pointer: str, url: str) -> Iterator[FieldProblem]:
    if not is_web_address(url):
        yield problem(pointer, "invalid_url", "A photo_url starts with https:// or http://.")


def runs_script(url: str) -> bool:
    """Return whether a page would run a link as a script of its own, or show it as a page of its own."""
    return _scheme_of(visible_part(url)) in _SCRIPT_SCHEMES


def is_web_address(url: str) -> bool:
    """Return whether a link starts with ``https:`` or ``http:``, as that of a photo has to."""
    return _scheme_of(url) in _PHOTO_SCHEMES


def _script_problems(pointer: str, url: str) -> Iterator[FieldProblem]:
    if runs_script(url):
        yield problem(pointer, "invalid_url", f"A link must not start with {_scheme_of(visible_part(url))}:.")


def _scheme_of(url: str) -> str:
    """Return the scheme in lower case, since its case has no meaning (RFC 3986 section 3.1); empty if there is none."""
    scheme, colon, _ = url.partition(":")
    return scheme.strip().lower() if colon else ""
