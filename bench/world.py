"""The data that the functions find when they are measured: accounts, fifty contacts, a message waiting to be sent.

The functions themselves create it, on the local stand-in, and it is then frozen: tables, secrets, and for every
function an event that it can carry out in full. Its time of creation is always the same (``bench.fixed_clock``).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import frozen_provider
from bench.events import Event, SampleEvents
from bench.fixed_clock import MEASURED_AT, TODAY
from bench.frozen_aws import frozen_aws
from bench.targets import Artifacts
from bench.world_accounts import NEW_PASSWORD, PASSWORD, UNVERIFIED, Accounts, passkey
from bench.world_sign_ins import PROVIDER, SignIns
from local.buckets import create_buckets
from local.queues import create_queues
from local.signing_keys import put_signing_keys
from local.stand_in import StandIn, running
from local.tables import create_tables
from tools.template import Template, load_template

CONTACTS = 50
BIRTHDAYS_THIS_WEEK = 3
OWNER, NEWCOMER = "olena@example.com", "newcomer@example.com"
KEYS = {name: "k1:" + base64.urlsafe_b64encode(b"a key of the bench, 32 bytes long").decode() for name in (
    "jwt-keys", "mail-keys", "cursor-keys", "factor-keys",
)}  # fmt: skip
CREDENTIALS = {
    "cloudinary": "cloudinary://key:secret@example",
    "identity-providers": frozen_provider.PARAMETER,
}
TOKEN_SECONDS = "86400"  # noqa: S105

_FIRST_NAMES = ("Anna", "Борис", "Chiara", "Dmytro", "Élise", "Farid", "Grace", "Hanna", "Ігор", "Jürgen")
_LAST_NAMES = ("Bondar", "Коваль", "Nowak", "O’Brien", "Zhang")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A snapshot, which ``bench.frozen_aws`` reads, and the functions' environments and events, by name."""

    snapshot: Path
    environments: Mapping[str, Mapping[str, str]]
    events: Mapping[str, Event]

    @property
    def functions(self) -> list[str]:
        """The functions, in the order of the template."""
        return list(self.environments)


@contextmanager
def inhabited(root: Path, artifacts: Artifacts, folder: Path, *, bcrypt_rounds: int) -> Iterator[tuple[StandIn, World]]:
    """Run a stand-in with the world in it for the duration of a ``with`` block; write its snapshot to ``folder``."""
    template = load_template(root / "template.yaml", {"Stage": "local"})
    folder.mkdir(parents=True, exist_ok=True)
    with running() as aws:
        secrets = furnish(aws, template)
        aws.client("sesv2").create_email_identity(EmailIdentity=template.parameters["MailFrom"])
        genesis = _Genesis(aws, template, SampleEvents(root / "events"), artifacts, folder, bcrypt_rounds)
        events = genesis.events()
        snapshot = folder / "snapshot.json"
        content = {"parameters": secrets, "tables": [*_tables(aws, template)], "nonce": genesis.nonce}
        snapshot.write_text(json.dumps(content, default=_base64), encoding="utf-8")
        yield aws, World(snapshot=snapshot, environments=genesis.environments, events=events)


def furnish(aws: StandIn, template: Template) -> dict[str, str]:
    """Create the tables, queues, buckets and secrets that functions expect; return the secrets by parameter name."""
    create_tables(aws.client("dynamodb"), template.tables.values())
    create_queues(aws.client("sqs"), template.queues.values())
    create_buckets(aws.client("s3"), template.buckets.values())
    prefix = next(iter(template.functions.values())).environment["SECRETS_PREFIX"]
    secrets = KEYS | CREDENTIALS
    put_signing_keys(aws.client("ssm"), prefix, secrets)
    return {f"{prefix}/{name}": value for name, value in secrets.items()}


def details(number: int, today: date) -> dict[str, Any]:
    """Return a typical contact: a name, an address, a number, a birthday, a line of notes.

    The first few have their birthdays today and on the following days, the others during the rest of the year.
    """
    days = number if number < BIRTHDAYS_THIS_WEEK else 20 + 6 * number
    birthday = today + timedelta(days=days)
    leap_year = 1960 + number // 4 * 4  # which has every day that a birthday may fall on
    return {
        "first_name": _FIRST_NAMES[number % len(_FIRST_NAMES)],
        "last_name": f"{_LAST_NAMES[number % len(_LAST_NAMES)]} {number:02}",
        "emails": [{"label": "home", "value": f"contact{number:02}@example.com"}],
        "phones": [{"label": "mobile", "value": f"+380 44 123 45{number:02}"}],
        "birthday": f"{leap_year}-{birthday:%m-%d}",
        "notes": "Met at the conference; likes tea.",
    }


def environments_of(template: Template, bcrypt_rounds: int) -> dict[str, dict[str, str]]:
    """Return the environment of every function in the world, by name."""
    own = {"BCRYPT_ROUNDS": str(bcrypt_rounds), "ACCESS_TOKEN_TTL_SECONDS": TOKEN_SECONDS}
    return {
        function.handler.removeprefix("functions.").removesuffix(".handler"): {**function.environment, **own}
        for function in template.functions.values()
    }


class _Genesis:
    """Creates the world, one request after the other."""

    def __init__(
        self,
        aws: StandIn,
        template: Template,
        samples: SampleEvents,
        artifacts: Artifacts,
        folder: Path,
        bcrypt_rounds: int,
    ) -> None:
        self._aws = aws
        self._samples = samples
        self._folder = folder
        self._template = template
        self.environments = environments_of(template, bcrypt_rounds)
        self._accounts = Accounts(aws, samples, artifacts, self.environments, template)
        self._call = self._accounts.call
        self.nonce = ""
        """What the browser that comes back from the provider has taken there."""

    def events(self) -> dict[str, Event]:
        """Create the world, and return an event for every function, with everything it refers to."""
        samples, accounts = self._samples, self._accounts
        accounts.register(OWNER)
        accounts.send_pending_mail()
        self._call("auth.verify_email", samples.request("auth.verify_email", query={"token": accounts.mailed_token()}))
        log_in = accounts.log_in(OWNER)
        (other, tokens) = (json.loads(answer["body"]) for answer in self._call("auth.login", log_in, log_in))
        token = tokens["access_token"]
        contact_id, other_id = self._add_contacts(token)
        label_id, other_label_id = self._add_labels(token)
        trashed_id, operation_id = self._delete_one_in_a_batch(token)
        view_id = accounts.id_of("views.create", token, body={"name": "Friends"})
        token_id, archive = accounts.id_of("auth.create_token", token), accounts.id_of("profile.start_export", token)
        accounts.send_pending_mail()
        export_id = accounts.id_of("exchange.start_export", token)
        (feed,) = self._call("feeds.create", samples.request("feeds.create", token=token))
        feed_id, feed_url = (str(json.loads(feed["body"])[name]) for name in ("id", "url"))
        ids = {
            "account_id": accounts.let_be_admin(OWNER),
            "contact_id": contact_id,
            "export_id": export_id,
            "file": feed_id,
            "import_id": self._import_and_cancel(token),
            "label_id": label_id,
            **PROVIDER,
            "operation_id": operation_id,
            "passkey_id": accounts.add_passkey(token),
            "session_id": other["refresh_token"].split(".")[-2],
            "token_id": token_id,
            "view_id": view_id,
        }
        with self._others() as url:
            upload = samples.request("profile.upload_avatar", token=token)
            self._call("profile.upload_avatar", upload, CLOUDINARY_UPLOAD_PREFIX=url)
            of_sign_ins, self.nonce = SignIns(self._aws, samples, accounts).events(url)
        of_links = accounts.events_of_links()
        accounts.register("pending@example.com")
        pending = accounts.pending_mail()
        accounts.prove_an_identity(subject="1")
        token = accounts.signed_in_just_now(OWNER)
        plain = {name: samples.of_caller(name, token=token, ids=ids) for name in self.environments}
        return plain | of_sign_ins | of_links | {
            "auth.register": samples.request("auth.register", body={"email": NEWCOMER, "password": PASSWORD}),
            "auth.login": log_in,
            "auth.passkey_login": accounts.passkey_login(),
            "auth.refresh": samples.request("auth.refresh", body={"refresh_token": tokens["refresh_token"]}),
            "auth.forgot_password": samples.request("auth.forgot_password", body={"email": OWNER}),
            "auth.step_up": samples.request("auth.step_up", token=token, body={"password": PASSWORD}),
            "profile.get_export": samples.of_caller(
                "profile.get_export", token=token, ids={"export_id": archive}
            ),
            "profile.add_passkey": accounts.adding(passkey(2), token, MEASURED_AT),
            "profile.change_password": samples.request(
                "profile.change_password", token=token, body={"current_password": PASSWORD, "password": NEW_PASSWORD}
            ),
            "profile.change_email": samples.request(
                "profile.change_email", token=token, body={"current_password": PASSWORD, "email": NEWCOMER}
            ),
            "auth.resend_verification": samples.request("auth.resend_verification", body={"email": UNVERIFIED}),
            "book.restore": samples.request("book.restore", token=token, body={"at": f"r{CONTACTS}"}),
            "contacts.list": samples.request("contacts.list", token=token, query={"limit": str(CONTACTS)}),
            "contacts.birthdays": samples.request("contacts.birthdays", token=token, query={"days": "7"}),
            "contacts.batch": samples.request("contacts.batch", token=token, body={"items": [
                {"action": "create", "contact": {"first_name": "Lesia"}},
                {"action": "patch", "id": contact_id, "contact": {"favorite": True}},
                {"action": "delete", "id": other_id},
            ]}),
            "contacts.dismiss_duplicates": samples.request(
                "contacts.dismiss_duplicates", token=token, body={"contact_ids": [contact_id, other_id]}
            ),
            "contacts.merge": samples.request("contacts.merge", token=token, body=_merge_of(contact_id, other_id)),
            "feeds.get": samples.request("feeds.get", ids={"file": feed_url.rpartition("/")[2]}),
            "labels.assign": samples.request(
                "labels.assign", token=token, ids=ids, body={"add": [contact_id], "remove": [other_id]}
            ),
            "labels.merge": samples.request("labels.merge", token=token, ids=ids, body={"into": other_label_id}),
            "trash.erase": samples.request("trash.erase", token=token, ids={"contact_id": trashed_id}),
            "streams.send_mail": samples.stream_record("streams.send_mail", pending, ("id",)),
            "streams.take_snapshots": _snapshot_due(samples.sample("streams.take_snapshots"), token),
        }  # fmt: skip

    def _add_contacts(self, token: str) -> tuple[str, str]:
        """Add the contacts, and return the ids of the first two."""
        nothing = dict.fromkeys(json.loads(self._samples.sample("contacts.create")["body"]))
        events = [
            self._samples.request("contacts.create", token=token, body=nothing | details(number, TODAY))
            for number in range(CONTACTS)
        ]
        for number, event in enumerate(events):
            event["headers"]["idempotency-key"] = f"contact-{number}"
        first, second, *_ = self._call("contacts.create", *events)
        return str(json.loads(first["body"])["id"]), str(json.loads(second["body"])["id"])

    def _add_labels(self, token: str) -> tuple[str, str]:
        """Add two labels, which no contact has, and return their ids."""
        events = [self._samples.request("labels.create", token=token, body={"name": name}) for name in ("Chess", "Tea")]
        first, second = self._call("labels.create", *events)
        return str(json.loads(first["body"])["id"]), str(json.loads(second["body"])["id"])

    def _delete_one_in_a_batch(self, token: str) -> tuple[str, str]:
        """Add one more contact and delete it; return the ids of the contact and of the operation that deleted it."""
        nothing = dict.fromkeys(json.loads(self._samples.sample("contacts.create")["body"]))
        event = self._samples.request("contacts.create", token=token, body=nothing | details(CONTACTS, TODAY))
        event["headers"]["idempotency-key"] = "contact-in-the-trash"
        (created,) = self._call("contacts.create", event)
        contact_id = str(json.loads(created["body"])["id"])
        items = [{"action": "delete", "id": contact_id}]
        (done,) = self._call(
            "contacts.batch", self._samples.request("contacts.batch", token=token, body={"items": items})
        )
        return contact_id, str(json.loads(done["body"])["operation_id"])

    @contextmanager
    def _others(self) -> Iterator[str]:
        """Serve those whom the functions call besides AWS: who keeps pictures, and a provider of identities."""
        empty = self._folder / "empty.json"
        empty.write_text(json.dumps({"parameters": {}, "tables": []}), encoding="utf-8")
        with frozen_aws(empty) as url:
            yield url

    def _import_and_cancel(self, token: str) -> str:
        """Start an import and cancel it, since nothing may restore a book while one goes on; return its id."""
        event = self._samples.request("exchange.start_import", token=token)
        event["headers"]["content-type"] = "text/vcard"
        event["body"] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Lesia Example\r\nEND:VCARD\r\n"
        event["headers"]["content-length"] = str(len(event["body"]))
        (started,) = self._call("exchange.start_import", event)
        import_id = str(json.loads(started["body"])["id"])
        ids = {"operation_id": import_id}
        self._call("operations.cancel", self._samples.request("operations.cancel", token=token, ids=ids))
        return import_id


def _snapshot_due(event: Event, token: str) -> Event:
    """Return the event that asks for a snapshot of the book of a token's account. It is too small to have one."""
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return {**event, "detail": {**event["detail"], "book_id": claims["sub"]}}


def _merge_of(contact_id: str, other_id: str) -> dict[str, Any]:
    """Return the body of a merge of the two contacts that were added first."""
    contacts = [{"id": each, "if_match": f'"{revision}"'} for revision, each in enumerate((contact_id, other_id), 1)]
    return {"contacts": contacts, "keep": contact_id, "fields": {}}


def _base64(content: bytes) -> str:
    """Return bytes as DynamoDB sends them."""
    return base64.b64encode(content).decode()


def _tables(aws: StandIn, template: Template) -> Iterator[dict[str, Any]]:
    for table in template.tables.values():
        pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=table.name)
        items = [item for page in pages for item in page["Items"]]
        yield {"definition": dict(table.create_arguments), "items": items}
