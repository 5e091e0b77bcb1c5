"""Members of JSContact by JSON pointer (RFC 6901), as JSPROP of vCard names them (RFC 9555 section 3.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

COLLECTIONS = {
    "addresses": "addresses", "dates": "anniversaries", "emails": "emails", "handles": "onlineServices",
    "organizations": "organizations", "personal_info": "personalInfo", "phones": "phones", "urls": "links",
}  # fmt: skip
"""The lists of a contact and the members of JSContact that hold them, by id."""
OBJECTS = {
    **dict.fromkeys(COLLECTIONS.values(), 2),
    **dict.fromkeys(("media", "relatedTo"), 2),
    **dict.fromkeys(("keywords", "localizations", "name", "speakToAs"), 1),
}
"""The members of JSContact that a contact has places in, and how many levels below them the foreign parts are."""
SETS = frozenset({"contexts", "features", "relation"})
"""Members that are sets, of which single ones may be foreign."""


def pointer_to(path: Sequence[str]) -> str:
    """Return the pointer to a member, without the slash that begins it."""
    return "/".join([name.replace("~", "~0").replace("/", "~1") for name in path])


def path_of(pointer: str) -> Sequence[str]:
    """Return the names on the way to a member, from a pointer with or without the slash that begins it."""
    return [name.replace("~1", "/").replace("~0", "~") for name in pointer.removeprefix("/").split("/")]
