"""The orders that a book may be listed in by name, and which one is that of a locale.

An order has a name, the first thing in every name key that it makes: the version of the collation, for the common order
(``2``), or version, number and tailoring (``2A1sv``). The number counts the orders of a book, after a capital for its
length (``A1``, ``B10``): so keys of a later order stand after those of an earlier one, whatever language each is of.
The tailoring is the language whose letters the order follows; without one they are the common ones again (``2B12``).
"""

from __future__ import annotations

from dataclasses import dataclass

COLLATION_VERSION = 2
"""The first character of the name of an order. Raise it whenever any key may change; stored keys are then rebuilt."""

COMMON_ORDER = str(COLLATION_VERSION)
"""The order of a book whose language is not known: letters of Polish and Ukrainian have places of their own."""

ALL = "<"
"""What follows the name of an order in a text above all keys of the order."""
_UNTIL = "@"

_SCRIPTS = {"sr-Latn": "hr", "bs-Cyrl": "sr"}
"""Languages whose letters depend on the script."""
_OTHER_NAMES = {"no": "nb", "nn": "nb", "sh": "hr", "tl": "fil", "iw": "he", "in": "id"}
"""Language tags that mean what another one does, or write their letters in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOrder:
    """The order in which a book lists its contacts by name.

    While contacts get the keys of a new order, those whose key in the order before is lower than ``below`` still have
    that key, and all others have one of ``current``. Otherwise ``below`` is empty.

    ``common_until`` is the revision at which the book left the common order. A key of that order belongs to a contact
    that has not been written since, or that was written while it still had its place there, or by older code.
    """

    current: str = COMMON_ORDER
    below: str = ""
    common_until: int = 0

    @property
    def before(self) -> str:
        """The name of the order before, while contacts get new keys; otherwise empty."""
        return order_of_key(self.below)

    @classmethod
    def read(cls, text: str) -> NameOrder:
        """Return an order from its text."""
        names, _, below = text.partition(ALL)
        current, _, until = names.partition(_UNTIL)
        return cls(current=current, below=below, common_until=int(until or 0))

    @property
    def text(self) -> str:
        """The order as a text that is stored: ``<current>[@<common_until>][<<below>]``."""
        until = f"{_UNTIL}{self.common_until}" if self.common_until else ""
        return f"{self.current}{until}{ALL}{self.below}" if self.below else f"{self.current}{until}"

    def followed_by(self, order: str, revision: int) -> NameOrder:
        """Return the state in which every contact of a book of this revision still has the key that it has now."""
        until = revision if is_common(self.current) else self.common_until
        return NameOrder(current=order, below=f"{self.current}{ALL}", common_until=until)

    def ends(self, change: NameOrder) -> bool:
        """Return whether this is the state after a change, and that one in the middle of it."""
        return bool(change.below and not self.below)


IN_COMMON_ORDER = NameOrder()


def tailoring_for(locale: str) -> str:
    """Return the tailoring for a locale (BCP 47); ``""``, the common letters, for English and any language without one.

    English is what an account has that names no locale, so it says nothing about the names in a book.
    """
    from shared.domain.text.tailoring_rules import LIKE, RULES

    language, *subtags = locale.split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4), "")
    name = _SCRIPTS.get(f"{language}-{script}") or _OTHER_NAMES.get(language, language)
    name = LIKE.get(name, name)
    return name if name in RULES else ""


def order_of_new_book(locale: str) -> str:
    """Return the name of the first order of a book."""
    tailoring = tailoring_for(locale)
    return f"{COMMON_ORDER}A1{tailoring}" if tailoring else COMMON_ORDER


def next_order(order: str, locale: str) -> str:
    """Return the order that follows: the same if it is right for the locale, otherwise one with the next number.

    An order that only newer code knows is left to that code.
    """
    tailoring = tailoring_for(locale)
    is_known = can_make_keys(order)
    if (is_known and tailoring_of(order) == tailoring) or (not is_known and order > COMMON_ORDER):
        return order
    number = str(_number_of(order) + 1)
    return f"{COMMON_ORDER}{chr(ord('@') + len(number))}{number}{tailoring}"


def order_of_key(key: str) -> str:
    """Return the name of the order that made a name key."""
    return key[: min(at for at in (key.find(":"), key.find(";"), key.find(ALL), len(key)) if at >= 0)]


def is_of_one_order(first: str, last: str) -> bool:
    """Return whether two keys, and with them all keys between them, are of the same order."""
    end = first.find(":") + 1
    return (end > 0 and last.startswith(first[:end])) or order_of_key(first) == order_of_key(last)


def is_common(order: str) -> bool:
    """Return whether books that have never changed their order are in this one. Older code makes keys of no other."""
    return _number_of(order) == 0


def tailoring_of(order: str) -> str:
    """Return the tailoring that an order is named after."""
    return order[1:].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") if len(order) > 1 else ""


def can_make_keys(order: str) -> bool:
    """Return whether this version of the code makes the keys of an order, and not only another one."""
    if not order.startswith(COMMON_ORDER):
        return False
    tailoring = tailoring_of(order)
    if not tailoring:
        return True
    from shared.domain.text.tailoring_rules import RULES

    return tailoring in RULES


def _number_of(order: str) -> int:
    digits = order[1:].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits else 0
