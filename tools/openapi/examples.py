"""Example responses, created by the code that creates the real ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from shared.domain.accounts.account import Account
from shared.domain.accounts.sessions import IDLE_TTL
from shared.domain.books import BookSettings
from shared.domain.contacts.birthdays import Occurrence
from shared.domain.contacts.contact import Change, ChangeKind
from shared.domain.contacts.differences import differences
from shared.domain.contacts.similarity.comparison import Reason
from shared.domain.errors import ContactNotFoundError
from shared.domain.labels import Label, Labels
from shared.domain.moments import Then
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.contacts.batches.items import Action, Batch, BatchItem, Success
from shared.services.contacts.batches.running import BatchResult, ItemResult
from shared.services.contacts.birthdays import BirthdayPage, UpcomingBirthday
from shared.services.contacts.duplicates import DuplicateGroup, DuplicatePage
from shared.services.contacts.history import Version, VersionPage
from shared.services.contacts.label_counts import CountedLabel
from shared.services.contacts.merging import Merged
from shared.services.contacts.past.preview import AffectedContact, AffectedLabel, Effect, Preview
from shared.services.contacts.syncing import SyncItem, SyncPage, SyncPoint
from shared.services.contacts.tagged import TaggedContactPage
from shared.services.operations.reading import OperationPage
from shared.web.accounts.schemas import (
    DetailOut,
    ProfileOut,
    RegisteredOut,
    VerificationIn,
)
from shared.web.accounts.session_schemas import SecurityEventOut, SecurityEventPageOut, SessionListOut, SessionOut
from shared.web.calendars.feeds import feed_json, feed_url, feeds_answer
from shared.web.calendars.schemas import FeedListOut, NewFeedOut
from shared.web.contacts.answers import birthday_json, contact_answer
from shared.web.contacts.batch_answers import batch_answer
from shared.web.contacts.book_restoring import preview_answer
from shared.web.contacts.changes import changes_answer
from shared.web.contacts.duplicates import duplicate_page_answer
from shared.web.contacts.history_answers import version_json
from shared.web.contacts.labels import labels_answer
from shared.web.contacts.merges import merged_answer
from shared.web.contacts.pages import page_answer
from shared.web.contacts.schemas.batch import BatchOut
from shared.web.contacts.schemas.birthdays import BirthdayPageOut
from shared.web.contacts.schemas.book_restoring import RestorePreviewOut
from shared.web.contacts.schemas.changes import ChangePageOut
from shared.web.contacts.schemas.duplicates import DuplicatePageOut
from shared.web.contacts.schemas.history import VersionPageOut
from shared.web.contacts.schemas.labels import LabelListOut
from shared.web.contacts.schemas.merging import MergedOut
from shared.web.contacts.schemas.output import ContactOut, SparseContactOut
from shared.web.contacts.schemas.trash import TrashPageOut
from shared.web.contacts.schemas.views import ViewListOut, ViewOut
from shared.web.contacts.sparse import fields_of, sparse
from shared.web.contacts.trash_answers import trashed_json
from shared.web.contacts.views import view_answer, views_answer
from shared.web.http.json_answer import JsonAnswer
from shared.web.operations.answers import operation_answer, operation_page_answer
from shared.web.operations.schemas import OperationOut, OperationPageOut
from shared.web.system.schemas import HealthOut
from tools.openapi.exchange_examples import FILES, WRITTEN_ABOUT_FILES
from tools.openapi.feed_example import FEED
from tools.openapi.identity_examples import IDENTITIES
from tools.openapi.parameter_examples import PARAMETER_EXAMPLES
from tools.openapi.sample_contact import CONTACT, CURSOR, LATER, THEN
from tools.openapi.search_examples import WRITTEN_BY_SEARCHES
from tools.openapi.sign_in_examples import SIGN_INS
from tools.openapi.view_example import VIEW

_PROFILE = ProfileOut.of(
    Account(
        id="01JD9Z6M3J0A1B2C3D4E5F6G7H",
        email="ada@example.com",
        canonical_email="ada@example.com",
        password_hash="",
        full_name="Ada Example",
        settings=BookSettings(time_zone="Europe/Kyiv", phone_region="UA"),
        avatar_url="https://res.cloudinary.com/example/image/upload/v1795435200/contacts-api/prod/avatars/01JD9Z6M3J0A1B2C3D4E5F6G7H.jpg",
        created_at=THEN,
        updated_at=THEN,
        verified_at=THEN,
    )
)
REQUEST_EXAMPLES: Mapping[type[BaseModel], Any] = {
    VerificationIn: {"token": "q3Zr0pS9d1mYx7uVtN4bLk2hJc8wEaFgGi5oTlRnPsQ"},
    **FILES,
}
"""For bodies that are not JSON; the others are taken from the sample events."""

_SESSION = SessionOut(
    id="01JD9Z6M3K8QF5T2V7W4X0Y1R3",
    device="Firefox on Linux",
    network="203.0.113.0/24",
    created_at=THEN,
    last_used_at=LATER,
    expires_at=LATER + IDLE_TTL,
    is_current=True,
)
_SECURITY_EVENT = SecurityEventOut(
    by_admin=False,
    id="01JD9Z6M3KQ0W9E8R7T6Y5V4X3",
    kind="signed_in",
    at=THEN,
    device="Firefox on Linux",
    network="203.0.113.0/24",
    session_id="01JD9Z6M3K8QF5T2V7W4X0Y1R3",
)
_BIRTHDAY = UpcomingBirthday(contact=CONTACT, next=Occurrence(on=date(2027, 5, 17), turns=37))
_TRASHED = replace(CONTACT, contact=replace(CONTACT.contact, revision=9, updated_at=LATER, trashed_at=LATER))
_VERSION = Version(
    change=Change(
        revision=7,
        contact_id=CONTACT.contact.id,
        kind=ChangeKind.UPDATED,
        commit_id="01JD9Z6M3KQ0W9E8R7T6Y5V4X3",
        actor="01JD9Z6M3J0A1B2C3D4E5F6G7H",
        at=THEN,
    ),
    differences=differences(
        {"notes": "Brings the bread."}, {"notes": "Brings the bread on Fridays."}, tags_after=("friends",)
    ),
)
_BIRTHDAYS = BirthdayPage(birthdays=(_BIRTHDAY,), positions=(), next=None)
_TRASH = TaggedContactPage(contacts=(_TRASHED,), positions=(), next=None)
_VERSIONS = VersionPage(versions=(_VERSION,), positions=(), next=None)
_LABELS = Labels(revision=1, names={"kT4nB8cW2xYz": "friends"}, colors={"kT4nB8cW2xYz": "#1e88e5"})
_POINT = SyncPoint(revision=9, labels_revision=1, as_of=THEN)
_CHANGES = SyncPage(
    items=(
        SyncItem(
            contact_id=CONTACT.contact.id,
            revision=7,
            contact=CONTACT,
            label_ids=CONTACT.contact.label_ids,
            point=_POINT,
        ),
        SyncItem(contact_id="01JD9Z6M3P4R5S6T7V8W9X0Y1Z", revision=9, contact=None, point=_POINT),
    ),
    labels=_LABELS,
    point=_POINT,
    has_more=False,
)
_OPERATION = Operation(
    id="01JD9Z6M3K5R8V1X4Z7B0D3F6H",
    kind=OperationKind.FILL_PHONE_NUMBERS,
    actor="01JD9Z6M3J0A1B2C3D4E5F6G7H",
    state=OperationState.RUNNING,
    done=96,
    total=412,
    first_revision=1042,
    last_revision=1098,
    created_at=THEN,
    updated_at=THEN,
)
_DUPLICATES = DuplicatePage(
    groups=(
        DuplicateGroup(
            contacts=(CONTACT, replace(CONTACT, contact=replace(CONTACT.contact, id="01JZX7Q5W8N3M2K1H0G9F8E7D6"))),
            score=0.95,
            reasons=(Reason(code="same_number", detail="same number +380441234567", weight=0.4),),
        ),
    ),
    found_at=THEN,
)
_BATCH = Batch(
    items=(BatchItem(action=Action.CREATE), BatchItem(action=Action.DELETE, contact_id="01JD9Z6M3P4R5S6T7V8W9X0Y1Z")),
    content="",
)
_BATCH_RESULT = BatchResult(
    operation=replace(_OPERATION, kind=OperationKind.BATCH, state=OperationState.DONE),
    items=(
        ItemResult(contact_id="2R9V1GX4Z7B0D3F6HKM8QF5T2V", outcome=Success.CREATED, version="8"),
        ItemResult(contact_id="01JD9Z6M3P4R5S6T7V8W9X0Y1Z", outcome=ContactNotFoundError("there is no such contact")),
    ),
)
_PREVIEW = Preview(
    then=Then(revision=1042, at=THEN, latest=1098),
    labels=[AffectedLabel(id="kT4nB8cW2xYz", now=Label(name="pals"), then=Label(name="friends", color="#1e88e5"))],
    counts={Effect.RESTORED: 0, Effect.CHANGED: 1, Effect.TRASHED: 1, Effect.LOST: 0},
    contacts=[
        AffectedContact(id=CONTACT.contact.id, name="Taras Melnyk", effect=Effect.CHANGED),
        AffectedContact(id="01JD9Z6M3P4R5S6T7V8W9X0Y1Z", name="Spam Caller", effect=Effect.TRASHED),
    ],
)
_ANSWERS: tuple[BaseModel, ...] = (
    _PROFILE,
    RegisteredOut(email="ada@example.com"),
    *SIGN_INS,
    SessionListOut(items=[_SESSION]),
    SecurityEventPageOut(items=[_SECURITY_EVENT], next_cursor=CURSOR),
    *IDENTITIES,
    DetailOut(detail="Your e-mail address is verified. You can sign in now."),
    HealthOut(status="ok"),
)
_WRITTEN: Mapping[type[BaseModel], JsonAnswer[Any]] = {
    ContactOut: contact_answer(CONTACT),
    DuplicatePageOut: duplicate_page_answer(_DUPLICATES, lambda _: CURSOR),
    MergedOut: merged_answer(Merged(contact=CONTACT, operation_id="01JD9Z6M3K8QF5T2V7W4X0Y1R3")),
    **WRITTEN_BY_SEARCHES,
    **WRITTEN_ABOUT_FILES,
    TrashPageOut: page_answer([trashed_json(_TRASHED)], _TRASH, lambda _: CURSOR),
    VersionPageOut: page_answer([version_json(_VERSION)], _VERSIONS, lambda _: CURSOR),
    LabelListOut: labels_answer(
        [CountedLabel(id="kT4nB8cW2xYz", label=Label(name="friends", color="#1e88e5"), contacts=12)]
    ),
    ViewOut: view_answer(VIEW),
    ViewListOut: views_answer([VIEW]),
    FeedListOut: feeds_answer([FEED]),
    NewFeedOut: JsonAnswer({**feed_json(FEED), "url": feed_url("https://api.example.com", FEED.secret)}),
    ChangePageOut: changes_answer(_CHANGES, lambda _: CURSOR),
    BatchOut: batch_answer(_BATCH, _BATCH_RESULT),
    OperationOut: operation_answer(_OPERATION),
    RestorePreviewOut: preview_answer(_PREVIEW),
    OperationPageOut: operation_page_answer(OperationPage(operations=(_OPERATION,)), lambda _: CURSOR),
    BirthdayPageOut: page_answer([birthday_json(_BIRTHDAY)], _BIRTHDAYS, lambda _: CURSOR),
}
_WHOLE_CONTACT = json.loads(bytes(contact_answer(CONTACT).body))
_RESPONSE_EXAMPLES: Mapping[type[BaseModel], Any] = {
    SparseContactOut: sparse(_WHOLE_CONTACT, fields_of(PARAMETER_EXAMPLES["fields"])),
    **{model: json.loads(bytes(answer.body)) for model, answer in _WRITTEN.items()},
    **{type(answer): answer.model_dump(mode="json") for answer in _ANSWERS},
}


class MissingExampleError(Exception):
    """An endpoint responds with a model that has no example, or a wrong one."""


def response_example(model: type[BaseModel]) -> Any:
    """Return a response of this model: the one above, or one made from the examples of its fields.

    Raises MissingExampleError.
    """
    return _RESPONSE_EXAMPLES[model] if model in _RESPONSE_EXAMPLES else _made_of_fields(model)


def _made_of_fields(model: type[BaseModel]) -> Any:
    without = [name for name, field in model.model_fields.items() if not field.examples and field.is_required()]
    if without:
        raise MissingExampleError(
            f"there is no example of {model.__name__}: add one to tools/openapi/examples.py, to _WRITTEN if the "
            "endpoint returns a JsonAnswer, to _ANSWERS otherwise; or give its fields examples where they are "
            f"declared, Annotated[..., Field(examples=[...])]: {', '.join(without)} has none"
        )
    example = {
        field.alias or name: field.examples[0] if field.examples else field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
    }
    try:
        model.model_validate_json(json.dumps(example))
    except ValidationError as error:
        raise MissingExampleError(f"the examples of {model.__name__} are none of it: {error}") from error
    return example
