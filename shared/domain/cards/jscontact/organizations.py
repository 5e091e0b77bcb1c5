"""``organizations`` and ``titles`` of a card (RFC 9553 sections 2.2.3 and 2.2.5): one list of ours.

A title belongs to the organization that it names, or that has the same group in vCard (RFC 9555 section 2.9.6). Of the
others, the first title and the first role belong to the first organization without one, as people understand a card
with one of each. What is left is an organization of which only the title is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.entries import EntryForm, entry_ids
from shared.domain.cards.jscontact.labels import Labelling
from shared.domain.cards.jscontact.residue import object_in, residue
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.cards.jscontact.validity import is_card
from shared.domain.contacts.details import Organization

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.card import Card
    from shared.domain.contacts.documents import Members

_KINDS = ("title", "role")


def _read_organization(entry: Members) -> dict[str, Any]:
    units = [unit["name"] for unit in entry.get("units", ())]
    return {
        "name": entry.get("name", ""),
        "department": units[0] if units else "",
        "departments": tuple(units) if len(units) > 1 else (),
    }


def _write_organization(organization: Organization) -> dict[str, Any]:
    units = organization.departments or ((organization.department,) if organization.department else ())
    return without_empty({"name": organization.name, "units": [{"name": unit} for unit in units]})


_FORM = EntryForm(
    value_type=Organization,
    labelling=Labelling(has_label=False),
    read=_read_organization,
    write=_write_organization,
    has_pref=False,
    parameters={"sortAs": "sort-as"},
)


def _group(entry: Members) -> str:
    return str(object_in(entry, VCARD_PARAMETERS).get("group", ""))


def _with_titles(organizations: Sequence[Organization], titles: Mapping[str, Members]) -> list[Organization]:
    """Return the organizations with their titles, and those of which only the title is known."""
    found = {each.id: each for each in organizations}
    named = {each.id for each in organizations if replace(each, id="") != Organization()}
    groups = {_group(each.extra): each.id for each in organizations if _group(each.extra)}
    unnamed: dict[str, Organization] = {}
    free = {kind: [each.id for each in reversed(organizations) if each.id in named] for kind in _KINDS}
    for title_id, title in titles.items():
        kind = title.get("kind", "title")
        if kind not in _KINDS or not title["name"]:
            continue
        place = title.get("organizationId") or groups.get(_group(title), "")
        while free[kind] and getattr(found[free[kind][-1]], kind):
            free[kind].pop()
        if not place and not _group(title) and free[kind]:
            place = free[kind][-1]
        if place in named and not getattr(found[place], kind):
            found[place] = replace(found[place], **{kind: title["name"]})
        elif _group(title) and not getattr(unnamed.get(_group(title)), kind, title["name"]):
            unnamed[_group(title)] = replace(unnamed[_group(title)], **{kind: title["name"]})
        else:
            key = _group(title) or title_id
            others = {name: each for name, each in object_in(title, VCARD_PARAMETERS).items() if name != "group"}
            extra = {VCARD_PARAMETERS: others} if others else {}
            unnamed[key if key not in unnamed else title_id] = Organization(
                id=key, extra=extra, **{kind: title["name"]}
            )
    return [*found.values(), *unnamed.values()]


def _read(card: Members) -> Found:
    values, _ = _FORM.values_of(card.get("organizations", {}))
    organizations = _with_titles([each for each in values if isinstance(each, Organization)], card.get("titles", {}))
    written = _write_titles(organizations)
    left = residue(card.get("titles", {}), written)
    if left or written.keys() != card.get("titles", {}).keys():
        left = card.get("titles", {})
    return Found(details={"organizations": tuple(organizations)}, extra=without_empty({"titles": left}))


def _is_named(organization: Organization) -> bool:
    """Return whether there is more to an organization than a title or a role, whose parameters it may have."""
    others = {name: each for name, each in organization.extra.items() if name != VCARD_PARAMETERS}
    members = replace(organization, id="", title="", role="", extra=others, removed=frozenset())
    return members != Organization() or not (organization.title or organization.role)


def _write_titles(organizations: Sequence[Organization]) -> dict[str, dict[str, Any]]:
    """Return the titles; a group of their own sets those apart that belong to no organization with a name."""
    titles: list[tuple[str, dict[str, Any]]] = []
    named = {each.id: each for each in organizations if _is_named(each)}
    groups = {_group(each.extra): each.id for each in named.values() if _group(each.extra)}
    for organization in organizations:
        said = [(kind, getattr(organization, kind)) for kind in _KINDS if getattr(organization, kind)]
        parameters: dict[str, Any] = {}
        belongs_to = organization.id
        if organization.id not in named:
            parameters = dict(object_in(organization.extra, VCARD_PARAMETERS))
            belongs_to = groups.get(_group(organization.extra), "")
        if belongs_to:
            parameters.pop("group", None)
        elif named or len(said) > 1:
            parameters = {"group": organization.id, **parameters}
        own_id = parameters.pop("prop-id", "") or organization.id
        for kind, name in said:
            title = {"kind": kind, "name": name, "organizationId": belongs_to, VCARD_PARAMETERS: parameters}
            titles.append((str(own_id) if len(said) == 1 else f"{own_id}-{kind}", without_empty(title)))
    ids = entry_ids([each for each, _ in titles])
    return dict(zip(ids, [title for _, title in titles], strict=True))


def _write(card: Card) -> dict[str, Any]:
    ids = entry_ids([each.id for each in card.details.organizations])
    organizations = [replace(each, id=own) for each, own in zip(card.details.organizations, ids, strict=True)]
    named = [each for each in organizations if _is_named(each)]
    entries = _FORM.entries_of(named)
    titles = _write_titles(organizations)
    kept = object_in(card.details.extra, "titles")
    if kept and is_card({"titles": kept}):
        said = _with_titles([replace(each, title="", role="") for each in named], titles)
        again = _with_titles([replace(each, title="", role="") for each in named], kept)
        if _said(said) == _said(again):
            titles = dict(kept)
    return without_empty({"organizations": entries, "titles": titles})


def _said(organizations: Sequence[Organization]) -> list[tuple[str, str, str]]:
    return [(each.id if _is_named(each) else "", each.title, each.role) for each in organizations]


ORGANIZATIONS = Section(takes=("organizations", "titles"), read=_read, write=_write)
