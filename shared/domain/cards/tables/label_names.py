"""Labels of values as programs write them, and as they are kept here."""

from __future__ import annotations

_USUAL = frozenset(
    ("home", "work", "mobile", "other", "main", "pager", "fax", "school", "profile", "blog", "ftp", "home page",
     "spouse", "child", "mother", "father", "parent", "brother", "sister", "friend", "relative", "partner", "manager",
     "assistant", "domestic partner", "referred by", "anniversary", "birthday", "reports to", "google voice",
     "grandparent", "grandchild", "sibling", "colleague", "neighbor")
)  # fmt: skip
PREFERRED_MARK = "* "


def label_in(cell: str) -> tuple[str, tuple[str, ...], bool]:
    """Return the label, the further kinds, and whether the value is the preferred one: ``* Home Fax``.

    Labels that all programs have are in lower case; what somebody has made up stays as it is.
    """
    is_preferred = cell.startswith("*")
    label = cell.lstrip("* ")
    usual = label.lower()
    if usual.endswith(" fax") and usual.removesuffix(" fax") in _USUAL:
        return usual.removesuffix(" fax"), ("fax",), is_preferred
    return usual if usual in _USUAL else label, (), is_preferred


def google_label(label: str, kinds: tuple[str, ...]) -> str:
    """Return a label as Google writes it: ``Home Fax``. ``label_in`` undoes it."""
    if kinds == ("fax",) and label in _USUAL and label != "fax":
        return f"{label.title()} Fax"
    return label.title() if label in _USUAL else label
