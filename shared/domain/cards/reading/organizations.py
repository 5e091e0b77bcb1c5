"""What somebody does, and where: ORG, TITLE and ROLE, which belong together."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from shared.domain.cards.reading.values import text_of
from shared.domain.cards.texts import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

ORGANIZATIONS = "organizations"


def read_organization(card: CardBuilder, prop: Property) -> None:
    """Collect ORG, TITLE and ROLE; ``finish_organizations`` puts them together."""
    card.positions.setdefault(prop.name, []).append(prop)


def organization_parts(raw: str) -> dict[str, Any]:
    """Return name and departments in the value of ORG, whose commas are text."""
    name, *units = [text_of(part) for part in split(raw, ";")]
    departments = tuple(filter(None, units))
    parts: dict[str, Any] = {"name": name}
    if departments:
        parts["department"] = departments[0]
    if len(departments) > 1:
        parts["departments"] = departments
    return parts


def finish_organizations(card: CardBuilder) -> None:
    """Add the organizations, each with the first title and role that has its group, or no group and parameters."""
    titles, roles = _Positions(card, "TITLE"), _Positions(card, "ROLE")
    for prop in card.positions.get("ORG", ()):
        parts = organization_parts(prop.value)
        if any(parts.values()):
            title, role = titles.taken_for(prop), roles.taken_for(prop)
            _add(card, [prop, title, role], {**parts, **_texts(title, role)})
        else:
            card.note_empty(prop)
    for prop in titles.rest():
        role = roles.taken_for(prop) if prop.group or not _is_particular(prop) else None
        _add(card, [prop, role], _texts(prop, role))
    for prop in roles.rest():
        _add(card, [prop], _texts(None, prop))


class _Positions:
    """Titles or roles that nothing has taken yet."""

    def __init__(self, card: CardBuilder, name: str) -> None:
        self._free: dict[int, Property] = {}
        self._plain: deque[int] = deque()
        self._by_group: dict[str, deque[int]] = {}
        for at, prop in enumerate(card.positions.get(name, ())):
            self._free[at] = prop
            if not _is_particular(prop):
                self._plain.append(at)
            elif not card.foreign_parameters(prop, ("GROUP", "ALTID")):
                self._by_group.setdefault(prop.group.lower(), deque()).append(at)

    def taken_for(self, owner: Property) -> Property | None:
        """Take the first that is in the group of a property, or else the first without a group and parameters."""
        places = self._by_group.get(owner.group.lower()) or self._plain
        return self._free.pop(places.popleft()) if places else None

    def rest(self) -> Iterator[Property]:
        """Take what is left, in order."""
        while self._free:
            at = next(iter(self._free))
            if self._plain and self._plain[0] == at:
                self._plain.popleft()
            yield self._free.pop(at)


def _is_particular(prop: Property) -> bool:
    """Return whether a property has parameters or a group, which only a value of its own has a place for."""
    return bool(prop.parameters.keys() - {"ALTID"} or prop.group)


def _texts(title: Property | None, role: Property | None) -> dict[str, str]:
    texts = {"title": text_of(title.value) if title else "", "role": text_of(role.value) if role else ""}
    return {name: text for name, text in texts.items() if text}


def _add(card: CardBuilder, made_of: Sequence[Property | None], parts: dict[str, Any]) -> None:
    """Add an organization. A group that only says that these properties belong together has done its duty."""
    together = [each for each in made_of if each is not None]
    if parts:
        used = ("GROUP",) if card.is_whole_group(together) else ()
        card.add(ORGANIZATIONS, together[0], parts, used)
        card.made_together(together)
    else:
        card.note_empty(together[0])
