"""What a vCard is written for: a version of the format, and what the programs that read it make of it.

docs/formats.md says which program made which rule necessary.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A version of vCard, and what is written in it.

    ``is_modern`` says that it is 4.0, whose dates, media and names of properties are others than before;
    ``is_extended`` adds what RFC 9554 and RFC 9555 brought; ``has_groups`` allows groups, which custom labels need;
    ``is_apple`` writes labels and dates as Apple's programs do; ``escapes_web_addresses`` writes commas and semicolons
    in addresses of the web as ``%2C`` and ``%3B``.
    """

    name: str
    version: str
    is_modern: bool = False
    is_extended: bool = False
    has_groups: bool = False
    is_apple: bool = False
    escapes_web_addresses: bool = False

    @property
    def has_quotes(self) -> bool:
        """Whether values of parameters can stand between quotation marks."""
        return self.version != "2.1"


STANDARD = Profile(name="standard", version="4.0", is_modern=True, is_extended=True, has_groups=True)
"""vCard 4.0 with all its extensions: the only profile that holds everything."""
PLAIN = Profile(name="plain", version="4.0", is_modern=True, has_groups=True)
"""vCard 4.0 as of RFC 6350: for programs that refuse a card with anything newer."""
APPLE = Profile(name="apple", version="3.0", has_groups=True, is_apple=True)
"""vCard 3.0 as Apple's programs write it."""
COMPATIBLE = Profile(name="compatible", version="3.0", escapes_web_addresses=True)
"""vCard 3.0 that loses least in the programs that exist."""
OLD_PHONES = Profile(name="old-phones", version="2.1", escapes_web_addresses=True)
"""vCard 2.1, for phones that know nothing else."""

PROFILES = {each.name: each for each in (STANDARD, PLAIN, APPLE, COMPATIBLE, OLD_PHONES)}
