"""The whole service in this process, with real adapters over the stand-in; its state can be saved and restored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import shared.wiring.process
import shared.wiring.sources
from local.buckets import create_buckets
from local.process_environment import functions_environment
from local.queues import create_queues
from local.stand_in import StandIn
from local.tables import create_tables
from shared.adapters.aws.transport import Transport
from shared.domain.limits import whole_milliseconds
from shared.domain.mails import MailKind
from shared.services.mail.action_links import PURPOSES
from shared.services.mail.verification import raw_token_of
from shared.services.timing import Timing
from shared.settings import Settings
from shared.wiring.process import Wiring
from tests.faults.network import Gallery, Network, WatchedTransport, hung
from tests.faults.state import State
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.description import Description
from tests.support.in_process_stand_in import InProcessStandIn, in_process_stand_in
from tools.template import Template, load_template

PASSWORD = "violet tram over the river"
RETRIED_AFTER = timedelta(minutes=3)
"""The time after which a caller retries; longer than the lease of a message."""
_SECRETS = {
    "jwt-keys": "k1:" + 43 * "a",
    "mail-keys": "k1:" + 43 * "b",
    "cursor-keys": "k1:" + 43 * "c",
    "factor-keys": "k1:" + 43 * "d",
    "cloudinary": "cloudinary://key:secret@cloud",
    "identity-providers": '{"github": {"client_id": "id", "client_secret": "secret"}}',
}


class HurriedWiring(Wiring):
    """The deployed wiring over a network that fails. Retries do not wait: the clock advances whenever it is read.

    Models are bound to tables only once, since that takes longer than a request.
    """

    def __init__(self, settings: Settings, transport: Transport, earlier: HurriedWiring | None = None) -> None:
        super().__init__(settings)
        self.aws = transport
        if earlier is not None:
            self.database, self.impatient_database = earlier.database, earlier.impatient_database

    @cached_property
    def timing(self) -> Timing:
        seconds = count()
        return Timing(monotonic=lambda: next(seconds) / 2, wait=self.wait, jitter=lambda: 0.0)

    @property
    def wait(self) -> Callable[[float], None]:
        return lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A saved state of the world."""

    tables: bytes
    pictures: Mapping[str, bytes]
    time: datetime


@dataclass(frozen=True, slots=True)
class Context:
    aws_request_id: str = "invocation"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


class NotingClient(Client):
    """A client that notes which functions were called."""

    def __init__(self, template: Template, description: Description) -> None:
        super().__init__(template, description)
        self.handlers: set[str] = set()

    def invoke(self, function_id: str, event: Mapping[str, Any]) -> Answer:
        self.handlers.add(self._template.functions[function_id].handler)
        return super().invoke(function_id, event)


class World:
    """A deployment, and somebody who uses it."""

    def __init__(
        self, root: Path, template: Template, network: Network, gallery: Gallery, stand_in: InProcessStandIn
    ) -> None:
        self.root, self.template, self.network = root, template, network
        self._gallery, self.stand_in = gallery, stand_in
        self.clock = Clock()
        environment = {
            **functions_environment(template, StandIn(endpoint_url="")),
            "BCRYPT_ROUNDS": "4",
            "CLOUDINARY_UPLOAD_PREFIX": "https://service.example.com",
        }
        self._client = NotingClient(template, Description.read(root))
        self.known: dict[str, str] = {}
        self._transport = WatchedTransport(stand_in.transport(), network)
        self.wired = HurriedWiring(Settings(environment), self._transport)

    def start_process(self) -> None:
        """Start a new process, without anything that earlier requests have left in memory."""
        self.wired = HurriedWiring(self.wired.settings, self._transport, self.wired)

    def send(self, method: str, path: str, *, token: str | None = None, **more: Any) -> Answer:
        return self._client.request(method, path, token=token, **more)

    def run(self, handler: Callable[[Any, Any], Any], event: Any = None) -> Any:
        self.handlers.add(f"{handler.__module__}.handler")
        return handler(event or {}, Context())

    @property
    def handlers(self) -> set[str]:
        """The handlers that were called so far."""
        return self._client.handlers

    def event(self, name: str) -> Any:
        return json.loads((self.root / "events" / f"{name}.json").read_text(encoding="utf-8"))

    def wait(self, duration: timedelta = RETRIED_AFTER) -> None:
        self.clock.advance(duration)

    @property
    def sent_mails(self) -> list[Any]:
        """Return the mail that SES has delivered."""
        return self.stand_in.sent_mails

    def last_mail(self) -> str:
        """Return the id of the latest verification mail."""
        verifying = (item for item in self.state().tables["Outbox"] if item["kind"] == MailKind.VERIFY_EMAIL)
        return str(max(verifying, key=lambda item: (item["created_at"], item["id"]))["id"])

    def last_token(self) -> str:
        """Return the token in the latest verification mail."""
        mail = self.wired.outbox.find(self.last_mail())
        assert mail is not None
        return raw_token_of(mail, self.wired.secrets.keyring("mail-keys"))

    def last_action_token(self) -> str:
        """Return the token in the latest message with a link to do something."""
        acting = (item for item in self.state().tables["Outbox"] if item["kind"] in PURPOSES)
        mail = self.wired.outbox.find(str(max(acting, key=lambda item: (item["created_at"], item["id"]))["id"]))
        assert mail is not None
        return self.wired.action_links.raw_token(mail)

    def state(self) -> State:
        tables = {
            logical_id.removesuffix("Table"): self.stand_in.items(table.name)
            for logical_id, table in self.template.tables.items()
        }
        return State(tables, {path.rpartition("/")[2]: kept for path, kept in self._gallery.pictures.items()})

    def remember(self) -> Memory:
        return Memory(tables=self.stand_in.remember(), pictures=dict(self._gallery.pictures), time=self.clock.time)

    def put_back(self, memory: Memory) -> None:
        self.stand_in.put_back(memory.tables)
        self._gallery.pictures = dict(memory.pictures)
        self.clock.time = memory.time
        self.sent_mails.clear()
        self.network.clear()
        self.start_process()


@contextmanager
def world(root: Path) -> Iterator[World]:
    """Yield a new, empty deployment of the template."""
    template = load_template(root / "template.yaml", {"Stage": "local", "PublicUrl": "https://api.example.com"})
    network = Network()
    gallery = Gallery(network)
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        stand_in = stack.enter_context(in_process_stand_in())
        stack.enter_context(hung(gallery))
        made = World(root, template, network, gallery, stand_in)
        _furnish(made, template, stand_in)
        patch.setattr(shared.wiring.process, "wiring", lambda: made.wired)
        patch.setattr(shared.wiring.sources, "now", lambda: whole_milliseconds(made.clock()))
        yield made


def _furnish(made: World, template: Template, stand_in: InProcessStandIn) -> None:
    settings = made.wired.settings
    create_tables(stand_in.client("dynamodb"), template.tables.values())
    create_buckets(stand_in.client("s3"), template.buckets.values())
    create_queues(stand_in.client("sqs"), template.queues.values())
    parameters = stand_in.client("ssm")
    for name, value in _SECRETS.items():
        parameters.put_parameter(Name=f"{settings.secrets_prefix}/{name}", Value=value, Type="SecureString")
    stand_in.client("sesv2").create_email_identity(EmailIdentity=settings.mail_from)
