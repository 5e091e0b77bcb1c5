"""Queries as callers ask them."""

from __future__ import annotations

from shared.domain.contacts.queries import ContactQuery


def test_a_query_is_the_same_for_cursors_whatever_its_case_and_blanks() -> None:
    assert str(ContactQuery.of("  Zoë  ANNA\u200b ", " Chess\u200e")) == str(ContactQuery.of("zoë anna", "chess"))
    assert str(ContactQuery.of("anna", "chess")) == '[["anna"], "chess"]'
    assert str(ContactQuery.of("zoe")) != str(ContactQuery.of("anna"))
