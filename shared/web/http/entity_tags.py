"""Entity tags and the preconditions that name them (RFC 9110 sections 8.8.3 and 13.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENTITY_TAG = re.compile(r'\s*(?:(?P<weak>W/)?(?P<tag>"[\x21\x23-\x7e\x80-\xff]*"))\s*(?:,|$)')

_GZIP_END = '-gzip"'
_FORM_START = "+"


def entity_tag(version: str, form: str = "") -> str:
    """Return the strong entity tag of a version, in the usual form of its area or in the one that is named."""
    return f'"{version}{_FORM_START}{form}"' if form else f'"{version}"'


def form_named_by(tag: str) -> str:
    """Return the form that one entity tag, plain or compressed, is of; an empty text for the usual one."""
    return tag.strip().removesuffix(_GZIP_END).strip('"').partition(_FORM_START)[2]


def gzip_tag(etag: str) -> str:
    """Return the entity tag of the same representation in gzip."""
    return f"{etag[:-1]}{_GZIP_END}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTags:
    """The value of If-Match or If-None-Match: any version (``*``), or a set of tags.

    The tags of all representations of a version, in other forms or compressed, stand for the same version.
    """

    any: bool = False
    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, header: str) -> EntityTags:
        """Return the parsed value of a header. Raises ValueError unless it is ``*`` or a list of entity tags."""
        if header.strip() == "*":
            return cls(any=True)
        strong: set[str] = set()
        weak: set[str] = set()
        position = 0
        while position < len(header):
            if header[position] in ", \t":  # RFC 9110 section 5.6.1: empty elements of a list are skipped
                position += 1
                continue
            match = _ENTITY_TAG.match(header, position)
            if match is None:
                raise ValueError('an entity tag is written "like this", with the quotes')
            (weak if match["weak"] else strong).add(match["tag"])
            position = match.end()
        return cls(strong=frozenset(strong), weak=frozenset(weak))

    def match_weakly(self, etag: str) -> bool:
        """Return whether If-None-Match matches: a weak tag does if its strong form is the same."""
        named = self.strong | self.weak
        return self.any or etag in named or gzip_tag(etag) in named


@dataclass(frozen=True, slots=True, kw_only=True)
class Preconditions:
    """The versions that a write may start from (RFC 9110 section 13.2.2), as a container: test with ``in``."""

    if_match: EntityTags = EntityTags(any=True)
    if_none_match: EntityTags = EntityTags()

    @property
    def base(self) -> str | None:
        """The one version that If-Match names, if it names nothing else and there is no If-None-Match."""
        versions = {_version_in(tag) for tag in self.if_match.strong}
        is_alone = len(versions) == 1 and not self.if_match.weak and self.if_none_match == EntityTags()
        return versions.pop() if is_alone else None

    def __contains__(self, version: object) -> bool:
        """Return whether a write may start from a version. A weak tag never matches in If-Match."""
        not_these = self.if_none_match
        if not_these.any or version in {_version_in(tag) for tag in not_these.strong | not_these.weak}:
            return False
        return self.if_match.any or version in {_version_in(tag) for tag in self.if_match.strong}


def _version_in(tag: str) -> str:
    return tag.removesuffix(_GZIP_END).strip('"').partition(_FORM_START)[0]
