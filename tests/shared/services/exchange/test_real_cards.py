"""Cards that real programs wrote: imported twice they are there once, and when they are undone nothing is left."""

from __future__ import annotations

import os
from functools import cache

import pytest

from shared.domain.cards.fitting import to_draft
from shared.domain.imports import Duplicates
from shared.services.exchange.formats import FORMATS, Formats
from shared.services.exchange.importing import counts_of
from tests.support.cards_of_others import card_files, needs_cards
from tests.support.import_world import ImportWorld
from tests.support.task_world import BOOK

pytestmark = needs_cards


class VcardWorld(ImportWorld):
    """A world with the readers that are deployed."""

    formats = Formats(FORMATS)
    fit = staticmethod(to_draft)


@cache
def cards() -> bytes:
    return (os.linesep * 2).encode().join(path.read_bytes() for path in card_files())


@pytest.mark.parametrize("duplicates", Duplicates)
def test_all_real_cards_twice_change_nothing_the_second_time(duplicates: Duplicates) -> None:
    world = VcardWorld()
    first = counts_of(world.bring(cards(), duplicates=duplicates))
    assert first["created"] > 50
    before, revision = world.contents(), world.books.load(BOOK.id).book.revision
    again = world.bring(cards(), duplicates=duplicates)
    assert counts_of(again)["created"] == counts_of(again)["merged"] == 0
    assert counts_of(again)["failed"] == first["failed"]
    assert (world.contents(), world.books.load(BOOK.id).book.revision) == (before, revision)
    world.assert_whole()


@pytest.mark.parametrize("duplicates", Duplicates)
def test_every_file_of_real_cards_by_itself_is_there_once(duplicates: Duplicates) -> None:
    for path in card_files():
        world = VcardWorld()
        content = path.read_bytes()
        if not world.formats.find(content):
            continue
        world.bring(content, duplicates=duplicates)
        again = counts_of(world.bring(content, duplicates=duplicates))
        assert again["created"] == again["merged"] == 0, path.name


def test_undone_they_are_gone() -> None:
    world = VcardWorld()
    world.undo(world.bring(cards(), duplicates=Duplicates.MERGE))
    assert world.contents() == []
    world.assert_whole()
