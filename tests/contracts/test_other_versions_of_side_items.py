"""Items beside contacts and accounts, as other versions of the code write them; no kind of item is forgotten."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pynamodb.models import Model

import shared.adapters.dynamo
from shared.adapters.dynamo.action_token_items import ActionTokenItem
from shared.adapters.dynamo.calendar_feed_items import FEEDS_ITEM_ID, FeedSecretItem
from shared.adapters.dynamo.challenge_items import ChallengeItem
from shared.adapters.dynamo.duplicate_items import FOUND_ITEM_ID, dismissed_item_id
from shared.adapters.dynamo.erasure_items import ErasureItem
from shared.adapters.dynamo.factor_items import RecoveryCodesItem, TotpItem
from shared.adapters.dynamo.identity_items import IdentityClaimItem, IdentityItem
from shared.adapters.dynamo.identity_proof_store import ProofItem
from shared.adapters.dynamo.label_counts import COUNTS_ITEM_ID
from shared.adapters.dynamo.labels_changes import labels_change_bytes, labels_change_of
from shared.adapters.dynamo.passkey_items import CredentialClaimItem, PasskeyItem
from shared.adapters.dynamo.personal_token_items import PersonalTokenItem, PersonalTokensItem, PersonalTokenUseItem
from shared.adapters.dynamo.photo_register import HELD_PREFIX, HOLDERS_PREFIX
from shared.adapters.dynamo.security_event_items import EVENT_PREFIX
from shared.adapters.dynamo.session_items import SessionItem
from shared.adapters.dynamo.suppressions import SUPPRESSION
from shared.adapters.dynamo.view_items import VIEWS_ITEM_ID
from shared.domain.accounts.action_tokens import ActionToken, Purpose
from shared.domain.accounts.challenges import Challenge, ChallengeKind
from shared.domain.accounts.erasure import Erasure
from shared.domain.accounts.factors import Factors, FactorsChange
from shared.domain.accounts.personal_tokens import PersonalTokens
from shared.domain.accounts.recovery_codes import RecoveryCodes
from shared.domain.accounts.sessions import Origin
from shared.domain.accounts.totp import Totp
from shared.domain.calendars.feeds import Feed, Feeds, secret_hash
from shared.domain.contacts.queries import ContactQuery
from shared.domain.contacts.similarity.grouping import Group
from shared.domain.contacts.views import View, Views
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Label
from shared.domain.suppressions import Suppression, SuppressionReason
from shared.services.ports.conflicts import ProofUsedError
from shared.services.ports.duplicates import FoundGroups
from shared.services.ports.label_counts import LabelCounts
from shared.services.ports.proofs import ProofUse, RecoveryCodeUse, TotpUse
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.contracts.shelves import TOMORROW, ShelfOf, shelves_of
from tests.contracts.test_passkey_store import change
from tests.contracts.test_personal_tokens import put, token_of
from tests.support.account_builders import NOON, new_address, register, verify, whole_seconds
from tests.support.identity_builders import link, new_proof
from tests.support.passkey_builders import new_passkey
from tests.support.session_builders import new_end, new_event, new_rotation, new_session
from tools.template import Template

pytestmark = pytest.mark.engines(*DYNAMO_ENGINES, because="objects in memory are of one version")

FAR = NOON.replace(year=2126)
FOUND = FoundGroups(groups=(Group(contact_ids=("a", "b"), score=0.9, common=("x",)),), found_at=NOON, has_more=True)
HERE = {
    "ActionTokenItem",
    "ChallengeItem",
    "CountsItem",
    "CredentialClaimItem",
    "DismissedItem",
    "ErasureItem",
    "FeedSecretItem",
    "FeedsItem",
    "FoundGroupsItem",
    "IdentityClaimItem",
    "IdentityItem",
    "PasskeyItem",
    "PersonalTokenItem",
    "PersonalTokenUseItem",
    "PersonalTokensItem",
    "PhotoHoldersItem",
    "PhotosHeldItem",
    "ProofItem",
    "RecoveryCodesItem",
    "SecurityEventItem",
    "SessionItem",
    "SuppressionItem",
    "TotpItem",
    "ViewsItem",
}
ELSEWHERE = {
    "BookItem", "BucketItem", "ChangeItem", "ClaimItem", "ContactItem", "LabelsItem", "MailItem", "OperationItem",
    "ProfileItem", "ReceiptItem", "TokenItem",
}  # fmt: skip
"""Those that test_other_versions.py is about."""
FORMS = {
    "AccountsTableItem",
    "ContactsTableItem",
    "HeldSuppressionItem",
    "HeldTokenItem",
    "NewContactItem",
    "PendingTotpItem",
    "TombstoneItem",
    "TrashedContactItem",
    "WaitingItem",
}
"""What the others have in common, other forms of contacts and profiles, with no members of their own, and what no code
reads."""


@pytest.fixture
def shelf(engine: Engine, template: Template) -> ShelfOf:
    return shelves_of(engine, template)


@pytest.fixture
def book_id(engine: Engine) -> str:
    return engine.new_book().id


def test_groups_of_duplicates_keep_what_newer_code_knows(engine: Engine, shelf: ShelfOf, book_id: str) -> None:
    engine.duplicates.put_found(book_id, FOUND)
    place = shelf("ContactsTable", book_id, FOUND_ITEM_ID)
    groups = [{"ids": ["a", "b"], "score": 0.9, "common": ["x"], "from": "tomorrow"}]
    place.add({"groups": {"B": zlib.compress(json.dumps(groups).encode())}})
    place.add()
    assert engine.duplicates.get_found(book_id) == FOUND
    engine.duplicates.put_found(book_id, FOUND)
    place.require_tomorrow()


def test_groups_of_duplicates_without_the_members_added_since_have_their_defaults(
    engine: Engine, shelf: ShelfOf, book_id: str
) -> None:
    engine.duplicates.put_found(book_id, FOUND)
    place = shelf("ContactsTable", book_id, FOUND_ITEM_ID)
    place.add({"groups": {"B": zlib.compress(json.dumps([{"ids": ["a", "b"], "score": 0.9}]).encode())}})
    place.remove("has_more")
    groups = (Group(contact_ids=("a", "b"), score=0.9),)
    assert engine.duplicates.get_found(book_id) == FoundGroups(groups=groups, found_at=NOON)


def test_views_keep_what_newer_code_knows(engine: Engine, shelf: ShelfOf, book_id: str) -> None:
    view = View(id="v", name="May", query=ContactQuery(text="a"), created_at=NOON, updated_at=NOON)
    engine.views.put(book_id, Views().with_view(view), at=NOON)
    place = shelf("ContactsTable", book_id, VIEWS_ITEM_ID)
    place.add({"views": {"M": {"v": {"S": json.dumps({**view.members(), "mood": "happy"})}}}})
    place.add()
    found = engine.views.get(book_id)
    assert found.views["v"] == replace(view, later={"mood": "happy"})
    engine.views.put(book_id, found.with_view(replace(found.views["v"], name="June")), at=NOON)
    assert engine.views.get(book_id).views["v"].members()["mood"] == "happy"
    place.require_tomorrow()


def test_feeds_keep_what_newer_code_knows(engine: Engine, shelf: ShelfOf, book_id: str) -> None:
    feed = Feed(id="f", name="May", secret_hash=secret_hash("s"), created_at=NOON, rotated_at=NOON)
    first = Feeds().with_feed(feed)
    engine.calendar_feeds.put(book_id, first, before=Feeds())
    place = shelf("ContactsTable", book_id, FEEDS_ITEM_ID)
    place.add({"feeds": {"M": {"f": {"S": json.dumps({**feed.members(), "mood": "happy"})}}}})
    place.add()
    found = engine.calendar_feeds.get(book_id)
    assert found.feeds["f"] == replace(feed, later={"mood": "happy"})
    engine.calendar_feeds.put(book_id, found.rotated("f", secret_hash("t"), at=NOON), before=found)
    assert engine.calendar_feeds.get(book_id).feeds["f"].members()["mood"] == "happy"
    place.require_tomorrow()


def test_feeds_without_the_members_that_may_be_absent_have_their_defaults(
    engine: Engine, shelf: ShelfOf, book_id: str
) -> None:
    feed = Feed(id="f", name="May", secret_hash=secret_hash("s"), created_at=NOON, rotated_at=NOON)
    engine.calendar_feeds.put(book_id, Feeds().with_feed(feed), before=Feeds())
    stored = {name: value for name, value in feed.members().items() if value and name != "dates"}
    shelf("ContactsTable", book_id, FEEDS_ITEM_ID).add({"feeds": {"M": {"f": {"S": json.dumps(stored)}}}})
    assert engine.calendar_feeds.get(book_id).feeds["f"] == feed


def test_secrets_of_feeds_may_have_more_members(engine: Engine, shelf: ShelfOf, book_id: str) -> None:
    feed = Feed(id="f", name="May", secret_hash=secret_hash(book_id), created_at=NOON, rotated_at=NOON)
    engine.calendar_feeds.put(book_id, Feeds().with_feed(feed), before=Feeds())
    shelf("AccountsTable", *FeedSecretItem.key(feed.secret_hash)).add()
    polled = engine.calendar_feeds.poll(feed.secret_hash)
    assert polled is not None
    assert (polled.feed_id, polled.book.id) == ("f", book_id)


def test_dismissed_pairs_keep_what_newer_code_knows_and_may_be_none(
    engine: Engine, shelf: ShelfOf, book_id: str
) -> None:
    engine.duplicates.dismiss(book_id, ["a", "b"])
    place = shelf("ContactsTable", book_id, dismissed_item_id("a"))
    place.add()
    engine.duplicates.dismiss(book_id, ["a", "c"])
    assert engine.duplicates.all_dismissed(book_id) == {("a", "b"), ("a", "c")}
    place.require_tomorrow()
    place.remove("others")
    assert engine.duplicates.dismissed_among(book_id, ["a", "b"]) == frozenset()
    engine.duplicates.dismiss(book_id, ["a", "d"])
    assert engine.duplicates.all_dismissed(book_id) == {("a", "d")}


def test_counts_may_have_members_that_newer_code_knows_or_lack_some(
    engine: Engine, shelf: ShelfOf, book_id: str
) -> None:
    engine.label_counts.save(book_id, LabelCounts(revision=1, contacts={"l1": 2}))
    place = shelf("ContactsTable", book_id, COUNTS_ITEM_ID)
    place.add()
    assert engine.label_counts.find(book_id) == LabelCounts(revision=1, contacts={"l1": 2})
    place.remove("contacts")
    assert engine.label_counts.find(book_id) == LabelCounts(revision=1)
    engine.label_counts.save(book_id, LabelCounts(revision=2, contacts={"l1": 3}))
    assert engine.label_counts.find(book_id) == LabelCounts(revision=2, contacts={"l1": 3})


def test_the_register_of_photos_keeps_what_newer_code_knows(engine: Engine, shelf: ShelfOf, book_id: str) -> None:
    engine.photos.hold(book_id, "anna", "1")
    held = shelf("ContactsTable", book_id, f"{HELD_PREFIX}anna")
    holders = shelf("ContactsTable", book_id, f"{HOLDERS_PREFIX}1")
    for place in (held, holders):
        place.add()
    engine.photos.hold(book_id, "anna", "2")
    engine.photos.hold(book_id, "taras", "1")
    assert engine.photos.held(book_id, ["anna"]) == {"anna": {"1", "2"}}
    assert not engine.photos.release(book_id, "anna", "1")
    engine.photos.forget(book_id, "anna", "1")
    for place in (held, holders):
        place.require_tomorrow()
    held.remove("photos")
    assert engine.photos.held(book_id, ["anna"]) == {}


def test_a_suppression_may_have_members_that_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    entry = Suppression(
        canonical_email=new_address(),
        account_id="a1",
        reason=SuppressionReason.COMPLAINT,
        at=FAR,
        expires_at=whole_seconds(FAR + timedelta(days=7)),
    )
    engine.suppressions.add(entry, now=FAR)
    shelf("AccountsTable", f"EMAIL#{entry.canonical_email}", SUPPRESSION).add()
    assert engine.suppressions.find(entry.canonical_email, now=FAR) == entry


def test_a_session_keeps_what_newer_code_knows_and_may_lack_some(engine: Engine, shelf: ShelfOf) -> None:
    session = new_session()
    engine.sessions.add(session, new_event(session.account_id))
    place = shelf("AccountsTable", *SessionItem.key(session.account_id, session.id))
    place.add()
    place.remove("network", "device")
    engine.sessions.rotate(new_rotation(session))
    [found] = engine.sessions.list_latest(session.account_id, limit=9)
    assert (found.generation, found.origin) == (session.generation + 1, Origin())
    place.require_tomorrow()
    engine.sessions.end(new_end(session, reason="tired"))
    assert engine.sessions.find(session.account_id, session.id, now=NOON)[1] is not None
    place.require_tomorrow()


def test_a_security_event_may_be_of_a_kind_that_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    event = new_event(new_session().account_id, session_id="s")
    engine.events.add(event)
    place = shelf("AccountsTable", f"ACCOUNT#{event.account_id}", f"{EVENT_PREFIX}{event.id}")
    place.add({**TOMORROW, "kind": {"S": "abducted"}})
    place.remove("network", "device", "session_id")
    [found] = engine.events.list_latest(event.account_id, limit=9, now=NOON)
    assert found == replace(event, kind="abducted", origin=Origin(), session_id=None)


def test_an_action_token_may_have_members_that_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    token = ActionToken.of(account.id, Purpose.RESET_PASSWORD, account.id, "", now=NOON)
    engine.accounts.update(replace(account, version=account.version + 1), replaces=account, tokens=[token])
    place = shelf("AccountsTable", *ActionTokenItem.key(token.purpose, token.hash))
    place.add()
    place.remove("email")
    assert engine.action_tokens.find(token.purpose, token.hash, now=NOON) == token


def test_a_used_challenge_may_have_members_that_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    kind = ChallengeKind(name="try", ttl=timedelta(minutes=5))
    challenge = Challenge.new(kind, "", os.urandom(16), at=NOON)
    engine.used_challenges.add(challenge)
    shelf("EphemeralTable", ChallengeItem.of(challenge).pk).add()
    with pytest.raises(ProofUsedError):
        engine.used_challenges.add(challenge)


def test_factors_keep_what_newer_code_knows_and_may_lack_some(engine: Engine, shelf: ShelfOf) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    totp = Totp(account_id=account.id, salt="5a", key_id="k1", created_at=NOON, last_step=4)
    codes = RecoveryCodes(account_id=account.id, key_id="k1", stored=frozenset({"one"}), created_at=NOON)
    change = FactorsChange(account_id=account.id, before=Factors(), after=Factors(totp=totp, recovery=codes))
    engine.accounts.update(replace(account, version=account.version + 1), replaces=account, sides=[change])
    places = [shelf("AccountsTable", *item.key(account.id)) for item in (TotpItem, RecoveryCodesItem)]
    for place in places:
        place.add()
    places[0].remove("last_step")
    uses: list[ProofUse] = [TotpUse(account_id=account.id, step=1)]
    uses.append(RecoveryCodeUse(account_id=account.id, stored="one"))
    engine.sessions.add(new_session(account.id), new_event(account.id), uses=uses)
    assert engine.factors.find(account.id, now=NOON)[1] == Factors(
        totp=replace(totp, last_step=1), recovery=replace(codes, stored=frozenset())
    )
    for place in places:
        place.require_tomorrow()


def test_passkeys_keep_what_newer_code_knows_and_may_lack_some(engine: Engine, shelf: ShelfOf) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    passkey = new_passkey(account)
    account = change(engine, account, added=[passkey])
    place, claim = (
        shelf("AccountsTable", *key)
        for key in (PasskeyItem.key(account.id, passkey.id), CredentialClaimItem.key(passkey.id))
    )
    place.add()
    claim.add()
    place.remove("transports")
    assert engine.passkeys.rename(account.id, passkey.id, "My key")
    assert engine.passkeys.list_all(account.id) == [replace(passkey, name="My key", transports=())]
    place.require_tomorrow()
    assert engine.passkeys.is_known(passkey.id)


def test_personal_tokens_keep_what_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    token, other = token_of(account), token_of(account)
    first = PersonalTokens(version=1, tokens={token.id: token})
    put(engine, account, first)
    place = shelf("AccountsTable", *PersonalTokensItem.key(account.id))
    place.add({"tokens": {"M": {token.id: {"S": json.dumps({**token.members(), "mood": "happy"})}}}})
    place.add()
    shelf("AccountsTable", *PersonalTokenItem.key(token.hash)).add()
    found = engine.token_reader.find(token.hash, now=NOON)
    assert found == replace(token, name="")
    engine.token_uses.note(token, NOON)
    shelf("EphemeralTable", PersonalTokenUseItem.key(token.hash)).add()
    assert engine.token_uses.latest([token.hash]) == {token.hash: NOON}
    assert engine.personal_tokens.get(account.id) == first
    put(engine, account, PersonalTokens(version=2, tokens={**first.tokens, other.id: other}), before=first)
    place.require_tomorrow()


def test_an_erasure_may_have_members_that_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    deleted = replace(account.deleted(NOON, keep_token_hash="hash"), version=account.version + 1)
    engine.accounts.update(deleted, replaces=account)
    assert deleted.erase_at is not None
    place = shelf("AccountsTable", *ErasureItem.key(account.id, deleted.erase_at))
    place.add()
    erasure = Erasure(account_id=account.id, due_at=deleted.erase_at)
    assert erasure in engine.erasures.list_due(now=deleted.erase_at, limit=99)
    closed = engine.erasures.close(erasure, now=deleted.erase_at)
    assert closed == replace(erasure, closed_at=deleted.erase_at)
    assert closed in engine.erasures.list_due(now=deleted.erase_at, limit=99)


def test_identities_may_have_members_that_newer_code_knows(engine: Engine, shelf: ShelfOf) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    account, identity = link(engine.identities, account)
    for key in (IdentityItem.key(account.id, identity.id), IdentityClaimItem.key(identity.id)):
        shelf("AccountsTable", *key).add()
    shelf("AccountsTable", *IdentityItem.key(account.id, identity.id)).remove("email")
    assert engine.identities.list_all(account.id) == [replace(identity, email=None)]
    assert engine.identities.find_owner(identity.id) == account.id


def test_a_proof_may_have_members_that_newer_code_knows_and_lack_some(engine: Engine, shelf: ShelfOf) -> None:
    proof = new_proof()
    engine.identity_proofs.add(proof)
    place = shelf("EphemeralTable", ProofItem.of(proof).pk)
    place.add()
    place.remove("email")
    taken = engine.identity_proofs.take(proof.code_hash, proof.challenge, now=NOON)
    assert taken == replace(proof.identity, email=None)


def test_a_change_of_labels_may_have_members_that_newer_code_knows_or_lack_some() -> None:
    change = LabelsChange(before={"l1": Label(name="a")}, after={"l1": None}, merged={}, previous_revision=3)
    content = json.loads(zlib.decompress(labels_change_bytes(change)))
    content["from"] = content["before"]["l1"]["from"] = "tomorrow"
    del content["before"]["l1"]["color"]
    assert labels_change_of(zlib.compress(json.dumps(content).encode())) == change


def kinds_of_items() -> Iterator[str]:
    package = shared.adapters.dynamo
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for name, each in vars(importlib.import_module(module.name)).items():
            if isinstance(each, type) and issubclass(each, Model) and each.__module__ == module.name:
                yield name


def test_what_other_versions_write_is_tried_with_every_kind_of_item() -> None:
    assert set(kinds_of_items()) == HERE | ELSEWHERE | FORMS
