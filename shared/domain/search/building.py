"""Making an index of the records of rows.

Rows are numbered in the order of hits that match alike: favourites first, then the latest change first. So what
is stored of a word is in the order in which a search returns it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from shared.domain.search.lexicon import Lexicon
from shared.domain.search.name_order import NameOrder
from shared.domain.search.postings import FoundRows
from shared.domain.search.row_ids import RowIds
from shared.domain.search.rows import Column, Row, order_of
from shared.domain.search.sections import COLUMNS, array_of, section_of
from shared.domain.search.texts import Texts, line_of, word_of
from shared.domain.search.trigrams import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shared.domain.search.sections import Sections


def build(records: Iterable[str]) -> tuple[Sections, Sequence[str]]:
    """Return the sections of an index of some records, and the ids of their contacts by the numbers of the rows.

    Nothing is folded. Memory is bounded by about 2 KB for a row.
    """
    builder = _Builder()
    waiting = sorted(records, key=order_of, reverse=True)
    while waiting:
        builder.add(Row.read(waiting.pop()))
    return builder.sections(), builder.ids


class _Builder:
    def __init__(self) -> None:
        self.ids: list[str] = []
        self._favorites = 0
        self._lines: list[bytes] = []
        self._columns = {name: array_of(code, ()) for name, code in COLUMNS.items()}
        self._kinds: dict[str, int] = {}
        self._name_keys: list[str] = []
        self._words = FoundRows()
        self._words_in_text: set[str] = set()
        self._pieces: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        self._names: set[str] = set()
        self._phones = FoundRows()
        self._labels = FoundRows()
        self._organizations = FoundRows()

    def add(self, row: Row) -> None:
        """Add a row, in the order of rows."""
        number = len(self.ids)
        self.ids.append(row.contact_id)
        self._favorites += row.favorite
        self._lines.append(line_of(row.text, row.emails, row.numbers))
        kind = self._kinds.setdefault(row.kind, len(self._kinds))
        for name, column in self._columns.items():
            column.append(kind if name == "kind" else getattr(row, name))
        self._name_keys.append(row.name_key)
        self._add_words(number, row)
        self._names.update(row.text.split("\t")[Column.NAME].split())
        self._phones.add(number, row.numbers)
        self._labels.add(number, row.label_ids)
        self._organizations.add(number, row.organizations)

    def _add_words(self, number: int, row: Row) -> None:
        words, emails = row.text.split(), list(map(word_of, row.emails))
        self._words.add(number, words + emails)
        self._words_in_text.update(words)
        for email in emails:
            self._pieces[email] += tuple([piece for piece in pieces_of(email) if piece not in row.text])

    def _addresses(self) -> dict[str, tuple[str, ...]]:
        """Return the pieces of addresses that one of the rows with them does not have in another word."""
        return {email: pieces for email, pieces in self._pieces.items() if email not in self._words_in_text}

    def sections(self) -> dict[str, bytes]:
        """Return the sections; the builder is empty then."""
        meta = {"rows": len(self.ids), "favorites": self._favorites, "kinds": list(self._kinds)}
        sections = {
            "meta": json.dumps(meta).encode(),
            **Texts.sections(self._lines),
            "names": "\n".join(sorted(self._names)).encode(),
            **{name: section_of(column) for name, column in self._columns.items()},
            **RowIds.sections(self.ids),
            **NameOrder.sections(self._name_keys, self.ids),
        }
        self._lines.clear()
        self._name_keys.clear()
        self._names.clear()
        addresses = self._addresses()
        self._words_in_text.clear()
        self._pieces.clear()
        sections |= self._labels.sections("labels") | self._organizations.sections("organizations")
        sections |= Lexicon.sections("numbers", self._phones, {})
        return sections | Lexicon.sections("words", self._words, addresses)
