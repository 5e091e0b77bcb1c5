"""Contacts that this code would not have stored: their documents are where parsers of JSON differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HUGE = "123456789012345678901234567890"
DOCUMENTS: Mapping[str, str] = {
    "a huge integer": f'{{"first_name":"Huge","extra":{{"n":{_HUGE}}}}}',
    "a large integer": '{"first_name":"Large","extra":{"n":[18446744073709551615,9223372036854775808]}}',
    "numbers": '{"first_name":"Numbers","extra":{"n":[1,1.0,-0.0,1e16,1e22,1e-7,5e-324,123456789.125]}}',
    "a name that stands twice": '{"first_name":"One","last_name":"Two","first_name":"Three"}',
    "all scripts": '{"first_name":"Ївга é\u2028\u007f<&\\"\\\\/","notes":"\\ud83d\\ude00\\u0000"}',
    "members of newer code": '{"first_name":"New","orbit":{"n":1.5},"emails":[{"value":"a@example.com","orbit":1}]}',
    "NaN": '{"first_name":"NaN","extra":{"n":NaN}}',
    "an infinite number": '{"first_name":"Infinite","extra":{"n":1e999}}',
    "half a surrogate pair": r'{"first_name":"\ud800"}',
    "no object": "[]",
    "no JSON": "{",
}
"""Stored documents, by what is odd about them."""
LISTED = ("a huge integer", "a large integer", "numbers", "a name that stands twice", "all scripts")
"""Those that can be part of a page, or of a book: what cannot be read or written would fail all of it."""
ODD_CONTACTS: Mapping[str, str] = {
    what: f"01JD9Z6M3K8QF5T2V7W4X0Z0{number:02}" for number, what in enumerate(DOCUMENTS)
}
"""The ids of the contacts."""


def items(book_id: str, *, listed: bool) -> list[dict[str, Any]]:
    """Return the contacts as DynamoDB has them: all of them, or those that can be listed."""
    return [_item(book_id, number, what) for number, what in enumerate(DOCUMENTS) if what in LISTED or not listed]


def _item(book_id: str, number: int, what: str) -> dict[str, Any]:
    return {
        "book_id": {"S": book_id},
        "item_id": {"S": f"C#{ODD_CONTACTS[what]}"},
        "revision": {"N": "1"},
        "revision_key": {"N": "1"},
        "name_key": {"S": f"2:{number:02}#{ODD_CONTACTS[what]}"},
        "document": {"S": DOCUMENTS[what]},
        "label_ids": {"L": []},
        "created_at": {"N": "2015135000000"},
        "updated_at": {"N": "2015135000123"},
    }
