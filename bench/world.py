"""The data that the functions find when they are measured: accounts, fifty contacts, a message waiting to be sent.

The functions themselves create it, on the local stand-in, and it is then frozen: tables, secrets, and for every
function an event that it can carry out in full. Its time of creation is always the same (``bench.fixed_clock``).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.events import Event, SampleEvents
from bench.fixed_clock import MADE_AT, MEASURED_AT, TODAY
from bench.frozen_aws import frozen_aws
from bench.passkey_device import Passkey
from bench.running import Function, call
from bench.targets import Artifacts
from local.buckets import create_buckets
from local.mailbox import read_mailbox
from local.queues import create_queues
from local.stand_in import StandIn, running
from local.tables import create_tables
from tools.template import Template, load_template

CONTACTS = 50
BIRTHDAYS_THIS_WEEK = 3
OWNER, UNVERIFIED, NEWCOMER = "olena@example.com", "petro@example.com", "newcomer@example.com"
PASSWORD = "violet tram over the river"  # noqa: S105 - of accounts that exist only during a measurement
NEW_PASSWORD = "seven quiet lamps on a hill"  # noqa: S105 - the same
KEYS = {name: "k1:" + base64.urlsafe_b64encode(b"a key of the bench, 32 bytes long").decode() for name in (
    "jwt-keys", "mail-keys", "cursor-keys", "factor-keys",
)}  # fmt: skip
CREDENTIALS = {
    "cloudinary": "cloudinary://key:secret@example",
    "identity-providers": '{"github": {"client_id": "id", "client_secret": "secret"}}',
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
        create_tables(aws.client("dynamodb"), template.tables.values())
        create_queues(aws.client("sqs"), template.queues.values())
        create_buckets(aws.client("s3"), template.buckets.values())
        aws.client("sesv2").create_email_identity(EmailIdentity=template.parameters["MailFrom"])
        prefix = next(iter(template.functions.values())).environment["SECRETS_PREFIX"]
        secrets = {f"{prefix}/{name}": value for name, value in (KEYS | CREDENTIALS).items()}
        for name, value in secrets.items():
            aws.client("ssm").put_parameter(Name=name, Value=value, Type="SecureString")
        genesis = _Genesis(aws, template, SampleEvents(root / "events"), artifacts, folder, bcrypt_rounds)
        events = genesis.events()
        snapshot = folder / "snapshot.json"
        content = {"parameters": secrets, "tables": [*_tables(aws, template)]}
        snapshot.write_text(json.dumps(content, default=_base64), encoding="utf-8")
        yield aws, World(snapshot=snapshot, environments=genesis.environments, events=events)


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
        self._artifacts = artifacts
        self._folder = folder
        self._outbox = template.tables["OutboxTable"].name
        self._accounts = template.tables["AccountsTable"].name
        self._ephemeral = template.tables["EphemeralTable"].name
        self._device = _passkey(1)
        self.environments = environments_of(template, bcrypt_rounds)

    def events(self) -> dict[str, Event]:
        """Create the world, and return an event for every function, with everything it refers to."""
        samples = self._samples
        self._register(OWNER)
        self._send_pending_mail()
        self._call("auth.verify_email", samples.request("auth.verify_email", query={"token": self._mailed_token()}))
        log_in = samples.request("auth.login", body={"email": OWNER, "password": PASSWORD})
        (other, tokens) = (json.loads(answer["body"]) for answer in self._call("auth.login", log_in, log_in))
        token = tokens["access_token"]
        contact_id, other_id = self._add_contacts(token)
        label_id, other_label_id = self._add_labels(token)
        trashed_id, operation_id = self._delete_one_in_a_batch(token)
        view_id = self._id_of("views.create", token, body={"name": "Friends"})
        token_id, archive = self._id_of("auth.create_token", token), self._id_of("profile.start_export", token)
        self._send_pending_mail()
        export_id = self._id_of("exchange.start_export", token)
        (feed,) = self._call("feeds.create", samples.request("feeds.create", token=token))
        feed_id, feed_url = (str(json.loads(feed["body"])[name]) for name in ("id", "url"))
        ids = {
            "account_id": self._let_the_owner_be_admin(),
            "contact_id": contact_id,
            "export_id": export_id,
            "file": feed_id,
            "import_id": self._import_and_cancel(token),
            "label_id": label_id,
            "name": "github",
            "operation_id": operation_id,
            "passkey_id": self._add_passkey(token),
            "session_id": other["refresh_token"].split(".")[-2],
            "token_id": token_id,
            "view_id": view_id,
        }
        with self._pictures() as url:
            upload = samples.request("profile.upload_avatar", token=token)
            self._call("profile.upload_avatar", upload, CLOUDINARY_UPLOAD_PREFIX=url)
        reset_token, confirm_token, undo_token, keep_token = self._links()
        self._register(UNVERIFIED)
        self._send_pending_mail()
        mailed_token = self._mailed_token()
        self._register("pending@example.com")
        pending = self._pending_mail()
        self._prove_an_identity()
        token = self._signed_in_just_now(log_in)
        plain = {name: samples.of_caller(name, token=token, ids=ids) for name in self.environments}
        return plain | {
            "auth.register": samples.request("auth.register", body={"email": NEWCOMER, "password": PASSWORD}),
            "auth.login": log_in,
            "auth.passkey_login": self._passkey_login(),
            "auth.refresh": samples.request("auth.refresh", body={"refresh_token": tokens["refresh_token"]}),
            "auth.verify_email": samples.request("auth.verify_email", query={"token": mailed_token}),
            "auth.forgot_password": samples.request("auth.forgot_password", body={"email": OWNER}),
            "auth.step_up": samples.request("auth.step_up", token=token, body={"password": PASSWORD}),
            "auth.reset_password": samples.request(
                "auth.reset_password", body={"token": reset_token, "password": NEW_PASSWORD}
            ),
            "auth.confirm_email": samples.request("auth.confirm_email", body={"token": confirm_token}),
            "auth.keep_account": samples.request("auth.keep_account", body={"token": keep_token}),
            "auth.undo_email_change": samples.request("auth.undo_email_change", body={"token": undo_token}),
            "profile.get_export": samples.of_caller(
                "profile.get_export", token=token, ids={"export_id": archive}
            ),
            "profile.add_passkey": self._adding(_passkey(2), token, MEASURED_AT),
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

    def _id_of(self, name: str, token: str, **request: Any) -> str:
        """Create something, and return its id."""
        (created,) = self._call(name, self._samples.request(name, token=token, **request))
        return str(json.loads(created["body"])["id"])

    def _register(self, email: str) -> None:
        self._call("auth.register", self._samples.request("auth.register", body={"email": email, "password": PASSWORD}))

    def _verified(self, email: str) -> str:
        """Register somebody who verifies the address and signs in; return the access token."""
        self._register(email)
        self._send_pending_mail()
        verify = self._samples.request("auth.verify_email", query={"token": self._mailed_token()})
        self._call("auth.verify_email", verify)
        log_in = self._samples.request("auth.login", body={"email": email, "password": PASSWORD})
        (answer,) = self._call("auth.login", log_in)
        return str(json.loads(answer["body"])["access_token"])

    def _signed_in_just_now(self, log_in: Event) -> str:
        """Sign in when everything is measured, since some routes ask for a recent proof; return the access token."""
        (answer,) = self._call("auth.login", log_in, at=MEASURED_AT)
        return str(json.loads(answer["body"])["access_token"])

    def _prove_an_identity(self) -> None:
        """Store what the end of a browser's way to a provider stores, for the code and verifier of the samples."""
        code, verifier = (
            json.loads(self._samples.sample("auth.link_identity")["body"])[name] for name in ("code", "code_verifier")
        )
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        until = (MEASURED_AT + timedelta(minutes=5)).timestamp()
        texts = {
            "pk": f"PROOF#{hashlib.sha256(code.encode()).hexdigest()}",
            "provider": "github",
            "issuer": "https://github.com",
            "subject": "1",
            "challenge": challenge,
            "full_name": "Ada",
            "email": "ada@example.com",
        }
        item = (
            {name: {"S": text} for name, text in texts.items()}
            | {name: {"BOOL": True} for name in ("email_verified", "email_vouched_for")}
            | {"expires_at": {"N": f"{until:.0f}"}, "valid_until": {"N": f"{until * 1000:.0f}"}}
        )
        self._aws.client("dynamodb").put_item(TableName=self._ephemeral, Item=item)

    def _let_the_owner_be_admin(self) -> str:
        """Let the owner be an administrator, and return the id of somebody else's account."""
        self._verified("somebody@example.com")
        dynamodb = self._aws.client("dynamodb")
        items = dynamodb.scan(TableName=self._accounts)["Items"]
        profiles = {item["canonical_email"]["S"]: item for item in items if item["sk"]["S"] == "PROFILE"}
        dynamodb.put_item(TableName=self._accounts, Item=profiles[OWNER] | {"role": {"S": "admin"}})
        return str(profiles["somebody@example.com"]["account_id"]["S"])

    def _links(self) -> tuple[str, str, str, str]:
        """Return tokens that reset a password, confirm a change of address, undo another one, and keep an account."""
        self._mailed("profile.delete", token=self._verified("leaving@example.com"))
        keep_token = self._mailed_token()
        self._verified("forgetful@example.com")
        self._mailed("auth.forgot_password", body={"email": "forgetful@example.com"})
        reset_token = self._mailed_token()
        token, body = self._verified("moving@example.com"), {"current_password": PASSWORD, "email": "new@example.com"}
        self._mailed("profile.change_email", token=token, body=body)
        confirm_token = self._mailed_token()
        token = self._verified("moved@example.com")
        self._mailed("profile.change_email", token=token, body={**body, "email": "newer@example.com"})
        self._mailed("auth.confirm_email", body={"token": self._mailed_token()})
        return reset_token, confirm_token, self._mailed_token(), keep_token

    def _mailed(self, name: str, **request: Any) -> None:
        """Send a request that has a message as its effect, and the message."""
        self._call(name, self._samples.request(name, **request))
        self._send_pending_mail()

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

    def _send_pending_mail(self) -> None:
        """Pass what is pending in the outbox to the sender, as the table's stream would."""
        event = self._samples.stream_record("streams.send_mail", self._pending_mail(), ("id",))
        self._call("streams.send_mail", event)

    def _pending_mail(self) -> dict[str, Any]:
        (mail,) = self._aws.client("dynamodb").scan(
            TableName=self._outbox, FilterExpression="attribute_exists(pending)"
        )["Items"]
        return dict(mail)

    def _mailed_token(self) -> str:
        return read_mailbox(self._aws.endpoint_url)[0].text.partition("?token=")[2].split()[0]

    @contextmanager
    def _pictures(self) -> Iterator[str]:
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

    def _add_passkey(self, token: str) -> str:
        """Add a passkey, and return its id."""
        (added,) = self._call("profile.add_passkey", self._adding(self._device, token, MADE_AT))
        self._send_pending_mail()
        return str(json.loads(added["body"])["id"])

    def _adding(self, device: Passkey, token: str, at: datetime) -> Event:
        """Return the event that adds the passkey of a device, with a challenge of then."""
        name = "profile.begin_passkey"
        (options,) = self._call(name, self._samples.request(name, token=token), at=at)
        body = {"credential": device.create(json.loads(options["body"]))}
        return self._samples.request("profile.add_passkey", token=token, body=body)

    def _passkey_login(self) -> Event:
        """Return the event that signs in with the passkey that was added."""
        name = "auth.begin_passkey_login"
        (options,) = self._call(name, self._samples.request(name), at=MEASURED_AT)
        body = {"credential": self._device.get(json.loads(options["body"]))}
        return self._samples.request("auth.passkey_login", body=body)

    def _call(self, name: str, *events: Event, at: datetime = MADE_AT, **more: str) -> list[Any]:
        environment = {**self.environments[name], **self._aws.environment, **more}
        handler = f"functions.{name}.handler"
        function = Function(artifact=self._artifacts.of(name), handler=handler, environment=environment, time=at)
        return call(function, events).answers


def _passkey(number: int) -> Passkey:
    content = bytes([number]) * 32
    return Passkey(credential_id=content, key=Ed25519PrivateKey.from_private_bytes(content))


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
