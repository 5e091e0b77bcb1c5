"""Name keys of an older collation are rewritten, and nothing else."""

from __future__ import annotations

import pytest

from shared.adapters.dynamo.book_items import ContactItem
from shared.adapters.dynamo.name_index import DynamoNameIndex
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder
from tools.template import Template

pytestmark = pytest.mark.engines("moto", "stand_in", because="only a database outlives a version of the collation")


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    pen = BookBuilder(engine.store, engine.new_book())
    pen.create("Bo", "Ada", "Cy")
    return pen


@pytest.fixture
def contacts(engine: Engine, template: Template) -> type[ContactItem]:
    assert engine.database is not None
    return engine.database.bind(ContactItem, template.tables["ContactsTable"].name)


@pytest.fixture
def index(engine: Engine, template: Template) -> DynamoNameIndex:
    assert engine.database is not None
    return DynamoNameIndex(engine.database, contacts_table=template.tables["ContactsTable"].name)


def make_outdated(contacts: type[ContactItem], pen: BookBuilder) -> None:
    for number, contact in enumerate(pen.store.list_by_name(pen.book.id, limit=10).contacts):
        contacts(pen.book.id, f"C#{contact.id}").update([ContactItem.name_key.set(f"0:{9 - number}")])


def names(pen: BookBuilder) -> list[str]:
    return [contact.details.first_name for contact in pen.store.list_by_name(pen.book.id, limit=10).contacts]


def test_outdated_keys_are_rewritten_once(
    pen: BookBuilder, contacts: type[ContactItem], index: DynamoNameIndex
) -> None:
    index.rebuild()
    make_outdated(contacts, pen)
    assert names(pen) == ["Cy", "Bo", "Ada"]
    assert index.rebuild() == 3
    assert names(pen) == ["Ada", "Bo", "Cy"]
    assert index.rebuild() == 0


def test_a_rewrite_is_no_change_of_a_contact(
    pen: BookBuilder, contacts: type[ContactItem], index: DynamoNameIndex
) -> None:
    before = pen.store.list_by_name(pen.book.id, limit=10)
    make_outdated(contacts, pen)
    index.rebuild()
    assert pen.store.list_by_name(pen.book.id, limit=10) == before
    assert pen.store.load(pen.book.id).book == pen.book


def test_a_contact_that_goes_to_the_trash_meanwhile_gets_no_key(
    engine: Engine, pen: BookBuilder, contacts: type[ContactItem], index: DynamoNameIndex
) -> None:
    make_outdated(contacts, pen)
    [outdated, *_] = contacts.query(pen.book.id, index_name="by_name")
    pen.trash(ContactItem.read(outdated.serialize()))
    assert index._rewrite(outdated) is False
    assert len(names(pen)) == 2
