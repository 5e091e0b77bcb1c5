from __future__ import annotations

import pytest

from shared.domain.text.name_keys import name_key
from shared.domain.text.name_orders import (
    COMMON_ORDER,
    NameOrder,
    can_make_keys,
    is_common,
    next_order,
    order_of_key,
    order_of_new_book,
    tailoring_for,
    tailoring_of,
)


@pytest.mark.parametrize(
    ("locale", "tailoring"),
    [
        ("en", ""),
        ("en-GB", ""),
        ("sv", "sv"),
        ("sv-FI", "sv"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("de-AT", "und"),
        ("pt-BR", "und"),
        ("bs", "hr"),
        ("bs-Cyrl-BA", "sr"),
        ("sr-Cyrl", "sr"),
        ("sr-Latn-RS", "hr"),
        ("gl", "es"),
        ("ru", "ru"),
        ("bg", "ru"),
        ("zh-Hant-TW", ""),
        ("ja", ""),
        ("ar", ""),
        ("und", "und"),
        ("xx", ""),
        ("sv-u-co-standard", "sv"),
    ],
)
def test_a_locale_has_the_tailoring_of_its_language(locale: str, tailoring: str) -> None:
    assert tailoring_for(locale) == tailoring


def test_a_new_book_has_the_order_of_its_locale() -> None:
    assert order_of_new_book("en") == COMMON_ORDER == "2"
    assert order_of_new_book("sv") == "2A1sv"


@pytest.mark.parametrize(
    ("order", "locale", "following"),
    [
        ("2", "en", "2"),
        ("2", "uk", "2A1uk"),
        ("2A1uk", "uk-UA", "2A1uk"),
        ("2A1uk", "en", "2A2"),
        ("2A2", "fr", "2A3und"),
        ("2A9sv", "cs", "2B10cs"),
        ("1", "en", "2A1"),
        ("1A9sv", "sv", "2B10sv"),
        ("3A4sv", "sv", "3A4sv"),
        ("2A4xx", "sv", "2A4xx"),
    ],
)
def test_an_order_is_followed_by_another_only_if_the_locale_asks_for_it(
    order: str, locale: str, following: str
) -> None:
    assert next_order(order, locale) == following


def test_keys_of_a_later_order_stand_after_those_of_an_earlier_one() -> None:
    order, orders = COMMON_ORDER, [COMMON_ORDER]
    for number in range(150):
        order = next_order(order, ("sv", "en", "uk", "de", "fil")[number % 5])
        orders.append(order)
    keys = [name_key([name], "x", order) for order in orders for name in ("Anna", "")]
    assert keys == sorted(keys)


@pytest.mark.parametrize("order", ["2", "2A1sv", "2B12", "2C100fil"])
def test_a_key_names_its_order(order: str) -> None:
    assert order_of_key(name_key(["a:b;c"], "x", order)) == order
    assert order_of_key(name_key([], "x", order)) == order


def test_what_is_no_key_of_ours_names_itself() -> None:
    assert order_of_key("5") == "5"


def test_an_order_names_its_tailoring() -> None:
    assert [tailoring_of(order) for order in ("2", "2A1sv", "2B12", "2B12und")] == ["", "sv", "", "und"]


def test_keys_are_made_in_orders_of_this_version_and_of_known_languages_only() -> None:
    assert can_make_keys("2")
    assert can_make_keys("2A1sv")
    assert not can_make_keys("1A1sv")
    assert not can_make_keys("3")
    assert not can_make_keys("2A1xx")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2", NameOrder()),
        ("2A1sv", NameOrder(current="2A1sv")),
        ("2A1sv<2<", NameOrder(current="2A1sv", below="2<")),
        ("2A1sv@12<2:a<@", NameOrder(current="2A1sv", below="2:a<@", common_until=12)),
        ("2A2@12", NameOrder(current="2A2", common_until=12)),
    ],
)
def test_an_order_has_a_text(text: str, order: NameOrder) -> None:
    assert NameOrder.read(text) == order
    assert order.text == text


def test_an_order_knows_when_the_book_left_the_common_one() -> None:
    swedish = NameOrder().followed_by("2A1sv", 12)
    assert swedish == NameOrder(current="2A1sv", below="2<", common_until=12)
    assert swedish.followed_by("2A2", 15) == NameOrder(current="2A2", below="2A1sv<", common_until=12)
    assert NameOrder(current="2A1sv").followed_by("2A2", 15).common_until == 0


def test_the_common_order_is_that_of_books_that_never_changed_it() -> None:
    assert [is_common(order) for order in ("2", "3", "2A1sv", "2A2", "2B12")] == [True, True, False, False, False]
