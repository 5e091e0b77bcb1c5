"""Candidate pairs of a book, and groups of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.similarity.blocking import MAX_BLOCK, WINDOW, candidates
from shared.domain.contacts.similarity.grouping import MAX_GROUP, likely_groups
from shared.domain.contacts.similarity.traits import traits_of
from tests.shared.domain.contacts.similarity.cards import card

NUMBER, OTHER_NUMBER, EMAIL = "+12025550143", "+12025550144", "a@example.com"


def groups_of(*contacts: Contact, dismissed: tuple[tuple[Contact, Contact], ...] = ()) -> list[set[str]]:
    pairs = {frozenset({one.id, other.id}) for one, other in dismissed}
    found = likely_groups(
        [traits_of(contact) for contact in contacts], is_dismissed=lambda *ids: frozenset(ids) in pairs
    )
    return [set(group.contact_ids) for group in found]


def test_a_contact_with_one_number_twice_is_no_pair_with_itself() -> None:
    olena = card("Olena", "Kovalenko", phone=NUMBER)
    details = replace(olena.details, phones=olena.details.phones * 2)
    twice = traits_of(replace(olena, document=to_document(details)))
    assert candidates([twice, traits_of(card("Ivan", phone=NUMBER))]).pairs == {(0, 1)}


def test_cards_of_one_person_are_one_group_although_two_of_them_share_only_the_name() -> None:
    cards = (
        card("Olena", "Kovalenko", phone=NUMBER),
        card("Олена", "Коваленко", phone=NUMBER, email=EMAIL),
        card("Olena", "Kovalenko", email=EMAIL),
    )
    assert groups_of(*cards) == [{each.id for each in cards}]


def test_a_card_without_a_name_joins_no_strangers() -> None:
    olena, ivan = card("Olena", "Kovalenko", phone=NUMBER), card("Ivan", "Kovalenko", phone=NUMBER)
    nobody = card(phone=NUMBER)
    found = groups_of(olena, nobody, ivan)
    assert len(found) == 1
    assert len(found[0]) == 2
    assert nobody.id in found[0]


def test_father_and_son_of_one_name_are_not_joined_by_a_card_without_a_birthday() -> None:
    father = card("Ivan", "Kovalenko", phone=NUMBER, born="1960-01-02")
    son = card("Ivan", "Kovalenko", phone=NUMBER, born="1990-05-17")
    found = groups_of(father, card("Ivan", "Kovalenko", phone=NUMBER), son)
    assert found
    assert all(not {father.id, son.id} <= group for group in found)


def test_a_dismissed_pair_is_in_no_group() -> None:
    one, other, third = (card("Olena", "Kovalenko", phone=NUMBER) for _ in range(3))
    assert groups_of(one, other, dismissed=((one, other),)) == []
    assert all(not {one.id, other.id} <= group for group in groups_of(one, other, third, dismissed=((other, one),)))


def test_the_likeliest_group_is_first() -> None:
    sure = [card("Olena", "Kovalenko", phone=NUMBER, email=EMAIL) for _ in range(2)]
    likely = [card("Petro", "Bondar", phone=OTHER_NUMBER), card("Petro", phone=OTHER_NUMBER)]
    assert groups_of(*likely, *sure) == [{each.id for each in sure}, {each.id for each in likely}]


def test_a_group_is_never_larger_than_what_can_be_merged() -> None:
    found = groups_of(*(card("Olena", "Kovalenko", phone=NUMBER) for _ in range(MAX_GROUP + 5)))
    assert sorted(map(len, found)) == [5, MAX_GROUP]


def test_the_pairs_of_a_large_block_grow_with_the_contacts_only() -> None:
    few = [traits_of(card("Olena", f"Name{number}", email=EMAIL)) for number in range(MAX_BLOCK)]
    assert len(candidates(few).pairs) == len(list(combinations(few, 2)))
    many = [traits_of(card("Olena", f"Name{number}", email=EMAIL)) for number in range(400)]
    assert len(candidates(many).pairs) < 1.1 * 400 * WINDOW


def test_an_address_of_many_people_is_common_and_one_of_many_cards_is_not() -> None:
    people = [traits_of(card(first, email=EMAIL)) for first in ("Olena", "Ivan", "Petro")]
    assert candidates(people).common == {EMAIL}
    assert candidates([traits_of(card("Olena", email=EMAIL)) for _ in range(5)]).common == frozenset()
