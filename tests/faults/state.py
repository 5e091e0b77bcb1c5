"""The content of the tables and the gallery: its meaning, without ids and times, and its consistency."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.adapters.dynamo.account_items import CLAIM, PROFILE
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, LABELS_ITEM_ID
from shared.adapters.dynamo.calendar_feed_items import FEED_SECRET, FEEDS_ITEM_ID
from shared.adapters.dynamo.erasure_items import ERASURES
from shared.adapters.dynamo.factor_items import PENDING_TOTP, RECOVERY_CODES, TOTP
from shared.adapters.dynamo.identity_items import IDENTITY_PREFIX
from shared.adapters.dynamo.operation_items import OPERATION_PREFIX
from shared.adapters.dynamo.personal_token_items import PERSONAL_TOKEN, PERSONAL_TOKENS
from shared.adapters.dynamo.session_items import SESSION_PREFIX
from shared.adapters.dynamo.verification_token_items import VERIFY_EMAIL
from shared.adapters.dynamo.view_items import VIEWS_ITEM_ID

Item = dict[str, Any]
Tables = Mapping[str, list[Item]]
Meaning = tuple[Any, ...]
_RECEIPT = "made_id"


@dataclass(frozen=True, slots=True)
class State:
    """All items by table (``Contacts``), and pictures by account id."""

    tables: Tables
    pictures: Mapping[str, bytes]

    @property
    def profiles(self) -> dict[str, Item]:
        return {item["account_id"]: item for item in self._accounts(PROFILE)}

    @property
    def claims(self) -> dict[str, Item]:
        """Return the claims on addresses, without those that are held for whoever gave them up."""
        on_addresses = (item for item in self._accounts(CLAIM) if item["pk"].startswith("EMAIL#"))
        return {item["account_id"]: item for item in on_addresses if "held_for" not in item}

    @property
    def identities(self) -> set[tuple[str, str]]:
        """Return the ids of identities, each with its account."""
        items = (item for item in self.tables["Accounts"] if item["sk"].startswith(IDENTITY_PREFIX))
        return {(item["sk"].removeprefix(IDENTITY_PREFIX), item["account_id"]) for item in items}

    @property
    def identity_claims(self) -> set[tuple[str, str]]:
        """Return the ids that are claimed, each with the account that has the identity."""
        items = (item for item in self._accounts(CLAIM) if item["pk"].startswith(IDENTITY_PREFIX))
        return {(item["pk"].removeprefix(IDENTITY_PREFIX), item["account_id"]) for item in items}

    @property
    def tokens(self) -> dict[str, Item]:
        return {item["hash"]: item for item in self._accounts(VERIFY_EMAIL)}

    def sessions(self, account_id: str) -> list[tuple[int, bool, bool]]:
        """Return how often each session of an account was refreshed, and whether it was ended, and stepped up."""
        items = (item for kind, item in self.of_account(account_id).items() if kind.startswith(SESSION_PREFIX))
        return sorted(
            (int(each["generation"]), "ended_at" in each, each["authenticated_at"] > each["created_at"])
            for each in items
        )

    def of_account(self, account_id: str) -> dict[str, Item]:
        """Return the items of an account, by their sort keys."""
        return {item["sk"]: item for item in self.tables["Accounts"] if item["pk"] == f"ACCOUNT#{account_id}"}

    def factors(self, account_id: str) -> tuple[bool, bool, bool, int]:
        """Return whether there is an authenticator, and a code of it was used, one to confirm, and how many codes."""
        items = self.of_account(account_id)
        totp, codes = items.get(TOTP), items.get(RECOVERY_CODES, {})
        used = totp is not None and "last_step" in totp and int(totp["last_step"]) > _confirmed_by(totp)
        return totp is not None, used, PENDING_TOTP in items, len(codes.get("codes", ()))

    def personal_tokens(self, account_id: str) -> list[bool]:
        """Return of each personal access token of an account whether it can be found."""
        lists = [item for item in self._accounts(PERSONAL_TOKENS) if item["pk"] == f"ACCOUNT#{account_id}"]
        hashes = [json.loads(text)["hash"] for item in lists for text in item["tokens"].values()]
        found = {item["pk"].removeprefix("PAT#") for item in self._accounts(PERSONAL_TOKEN)}
        return [each in found for each in hashes]

    @property
    def erasures(self) -> list[tuple[str, bool]]:
        """Return the erasures and the tombstones: which of these each is, and whether its account is gone."""
        items = (item for item in self.tables["Accounts"] if item["pk"] == ERASURES)
        return sorted((item["sk"].partition("#")[0], "closed_at" in item) for item in items)

    @property
    def books(self) -> dict[str, Item]:
        return {item["book_id"]: item for item in self.tables["Contacts"] if item["item_id"] == BOOK_ITEM_ID}

    @property
    def receipts(self) -> list[Item]:
        return [item for item in self.tables["Ephemeral"] if _RECEIPT in item]

    def contacts(self, book_id: str) -> list[Item]:
        return [item for item in self.tables["Contacts"] if item["book_id"] == book_id and "document" in item]

    def labels(self, book_id: str) -> dict[str, str]:
        return dict(self._labels_item(book_id).get("names", {}))

    def removed_labels(self, book_id: str) -> dict[str, str]:
        """Return the ids that contacts may still have, each with the one in its place, or an empty text."""
        return dict(self._labels_item(book_id).get("removed", {}))

    def _labels_item(self, book_id: str) -> Item:
        items = self.tables["Contacts"]
        found = (item for item in items if (item["book_id"], item["item_id"]) == (book_id, LABELS_ITEM_ID))
        return next(found, {})

    def views(self, book_id: str) -> dict[str, Item]:
        """Return the views of a book by id."""
        items = self.tables["Contacts"]
        found = (item for item in items if (item["book_id"], item["item_id"]) == (book_id, VIEWS_ITEM_ID))
        return {view_id: json.loads(text) for item in found for view_id, text in item["views"].items()}

    def feeds(self, book_id: str) -> dict[str, Item]:
        """Return the calendar feeds of a book by id."""
        items = self.tables["Contacts"]
        found = (item for item in items if (item["book_id"], item["item_id"]) == (book_id, FEEDS_ITEM_ID))
        return {feed_id: json.loads(text) for item in found for feed_id, text in item["feeds"].items()}

    @property
    def feed_secrets(self) -> set[tuple[str, str, str]]:
        """Return the hash of each secret, with the book and the feed that it opens."""
        items = self._accounts(FEED_SECRET)
        return {(item["pk"].removeprefix("FEED#"), item["book_id"], item["feed_id"]) for item in items}

    def operations(self, book_id: str) -> list[tuple[str, str]]:
        """Return what operations there are: the kind and the state of each."""
        of_book = (item for item in self.tables["Contacts"] if item["book_id"] == book_id)
        return sorted((item["kind"], item["state"]) for item in of_book if item["item_id"].startswith(OPERATION_PREFIX))

    def changes(self, book_id: str) -> list[Item]:
        of_book = (item for item in self.tables["Changes"] if item["book_id"] == book_id)
        return sorted(of_book, key=lambda item: int(item["revision"]))

    def _accounts(self, kind: str) -> Iterable[Item]:
        return (item for item in self.tables["Accounts"] if item["sk"] == kind)


def meaning(state: State) -> Meaning:
    """Return the meaning of a state, which is equal for different ways to the same result."""
    emails = {account_id: profile["email"] for account_id, profile in state.profiles.items()}
    return (
        tuple(sorted(_account(state, profile) for profile in state.profiles.values())),
        tuple(sorted((emails.get(token["account_id"], "?"), "used_at" in token) for token in state.tokens.values())),
        tuple(sorted((emails.get(book_id, "?"), *_book(state, book_id)) for book_id in state.books)),
        tuple(sorted((mail["kind"], mail["state"]) for mail in state.tables["Outbox"])),
        len(state.receipts),
        tuple(state.erasures),
    )


def _account(state: State, profile: Item) -> tuple[Any, ...]:
    return (
        profile["email"],
        "verified_at" in profile,
        profile["full_name"],
        profile["time_zone"],
        profile.get("avatar_url") is not None,
        tuple(
            name
            for name in ("reset_token_hash", "new_email", "change_token_hash", "not_before", "erase_at")
            if name in profile
        ),
        (profile["role"], "disabled_at" in profile, *state.personal_tokens(profile["account_id"])),
        tuple(state.sessions(profile["account_id"])),
        state.factors(profile["account_id"]),
        tuple(sorted(each for each, account_id in state.identities if account_id == profile["account_id"])),
        state.pictures.get(profile["account_id"], b""),
    )


def _confirmed_by(totp: Item) -> int:
    """Return the step of the code that has confirmed an authenticator."""
    return int(totp["created_at"]) // 30_000


def _book(state: State, book_id: str) -> tuple[Any, ...]:
    book, names, removed = state.books[book_id], state.labels(book_id), state.removed_labels(book_id)
    contacts = [
        (item["document"], _names(item["label_ids"], names, removed), "trashed_at" in item)
        for item in state.contacts(book_id)
    ]
    return (
        int(book["book_revision"]),
        book["time_zone"],
        tuple(sorted(names.values())),
        tuple(sorted((_without_ids(document), *tags, str(trashed)) for document, tags, trashed in contacts)),
        tuple(change["kind"] for change in state.changes(book_id)),
        tuple(state.operations(book_id)),
        tuple(sorted((view["name"], view["version"]) for view in state.views(book_id).values())),
        tuple(sorted(feed["name"] for feed in state.feeds(book_id).values())),
    )


def _names(label_ids: Iterable[str], names: Mapping[str, str], removed: Mapping[str, str]) -> list[str]:
    """Return the names of the labels that a contact with these ids shows."""
    return sorted(names[label_id] for label_id in {removed.get(each, each) for each in label_ids} - {""})


def _without_ids(document: str) -> str:
    def stripped(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        kept = {name: value for name, value in pairs if name not in {"id", "uid"}}
        return kept | {"photo_url": "of a photo"} if kept.get("photo_url") else kept

    return json.dumps(json.loads(document, object_pairs_hook=stripped), sort_keys=True)


def check_consistency(state: State) -> None:
    """Fail unless everything in the tables is consistent, as it must be after every single request."""
    for book_id in state.books:
        _check_book(state, book_id)
    assert {item["book_id"] for item in state.tables["Contacts"]} == state.books.keys()
    listed = {(feed["secret_hash"], book, each) for book in state.books for each, feed in state.feeds(book).items()}
    assert state.feed_secrets == listed
    _check_accounts(state)
    for mail in state.tables["Outbox"]:
        assert ("pending" in mail) == (mail["state"] == "pending")
    operation_ids = {item["item_id"].removeprefix(OPERATION_PREFIX) for item in state.tables["Contacts"]}
    label_ids = {label for book in state.books for label in {**state.labels(book), **state.removed_labels(book)}}
    view_ids = {view_id for book in state.books for view_id in state.views(book)}
    assert {receipt["made_id"] for receipt in state.receipts} <= operation_ids | label_ids | view_ids


def _check_book(state: State, book_id: str) -> None:
    book, contacts, changes = state.books[book_id], state.contacts(book_id), state.changes(book_id)
    assert [int(change["revision"]) for change in changes] == list(range(1, int(book["book_revision"]) + 1))
    assert int(book["contact_count"]) == sum("trashed_at" not in contact for contact in contacts)
    latest = {change["contact_id"]: change for change in changes if "contact_id" in change}
    kept = {contact_id: int(each["revision"]) for contact_id, each in latest.items() if each["kind"] != "purged"}
    assert {item["item_id"].removeprefix("C#"): int(item["revision"]) for item in contacts} == kept
    labels, removed = state.labels(book_id), state.removed_labels(book_id)
    assert labels.keys() | removed.keys() >= {label for contact in contacts for label in contact["label_ids"]}
    assert labels.keys() | {""} >= set(removed.values())
    assert not changes or book["last_commit_id"] == changes[-1]["commit_id"]


def _check_accounts(state: State) -> None:
    profiles, claims, tokens = state.profiles, state.claims, state.tokens
    assert profiles.keys() == claims.keys()
    assert state.identities == state.identity_claims
    assert {account_id for _, account_id in state.identities} <= profiles.keys()
    emails = [claim["canonical_email"] for claim in claims.values()]
    assert len(emails) == len(set(emails))
    live: dict[str, set[str]] = defaultdict(set)
    for token in tokens.values():
        assert token["account_id"] in profiles
        if "used_at" not in token:
            live[token["account_id"]].add(token["hash"])
    for account_id, profile in profiles.items():
        claim, is_verified = claims[account_id], "verified_at" in profile
        assert claim["canonical_email"] == profile["canonical_email"]
        assert ("expires_at" not in profile, "expires_at" not in claim) == (is_verified, is_verified)
        assert (account_id in state.books) == is_verified
        assert live[account_id] == (set() if is_verified else {claim["token_hash"]})
        assert (TOTP in state.of_account(account_id)) == (TOTP.lower() in profile.get("second_factors", ()))
        assert not is_verified or profile["time_zone"] == state.books[account_id]["time_zone"]
