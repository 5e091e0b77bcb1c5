"""Making the records of rows again, of the sections of an index: the next index is made of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shared.domain.search.name_order import NameOrder
from shared.domain.search.postings import Postings
from shared.domain.search.row_ids import RowIds
from shared.domain.search.rows import Row
from shared.domain.search.sections import COLUMNS, numbers_in
from shared.domain.search.texts import Texts, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.search.sections import Sections


def records_of(sections: Sections) -> Iterator[str]:
    """Yield the records that an index was made of, in the order of rows."""
    if sections:
        for row in _rows_of(sections):
            yield row.record()


def _rows_of(sections: Sections) -> Iterator[Row]:
    meta = json.loads(sections["meta"])
    count = meta["rows"]
    ids = RowIds(sections)
    texts = Texts(sections)
    columns = {name: numbers_in(code, sections[name]) for name, code in COLUMNS.items()}
    labels, organizations = (Postings(sections, name).words_by_row() for name in ("labels", "organizations"))
    name_keys = NameOrder(sections, ids).keys()
    for row in range(count):
        line = parts_of(texts.line(row))
        yield Row(
            contact_id=ids[row],
            revision=columns["revision"][row],
            favorite=row < meta["favorites"],
            text=line.text,
            emails=line.emails,
            numbers=line.numbers,
            label_ids=labels.get(row, ()),
            kind=meta["kinds"][columns["kind"][row]],
            has=columns["has"][row],
            birthday_month=columns["birthday_month"][row],
            created_at=columns["created_at"][row],
            updated_at=columns["updated_at"][row],
            organizations=organizations.get(row, ()),
            name_key=name_keys[row],
        )
