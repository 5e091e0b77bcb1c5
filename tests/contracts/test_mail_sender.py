"""A mail arrives as it was rendered, at one address; what could go elsewhere does not go at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from local.mailbox import read_mailbox
from local.stand_in import REGION, StandIn
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.transport import Transport
from shared.adapters.memory.mail_sender import MemoryMailSender
from shared.adapters.ses_mail import SesMailSender
from shared.domain.errors import MailRejectedError
from shared.services.ports.mail import MailSender, RenderedMail
from tests.support.transports import lean_transport, moto_transport

FROM = "contacts@example.com"
MAIL = RenderedMail(
    to="olena@example.com",
    subject="Підтвердьте адресу – zażółć 🦊",
    text="Здрастуйте,\n\nhttps://example.com/?token=a_b-c&x=1\n",
    html='<p>Здрастуйте, <a href="https://example.com/?token=a_b-c&amp;x=1">так</a></p>\n',
)

_NUMBERS = count(1)

Seen = tuple[str, str, str]
"""Recipient, subject and HTML: what every provider here lets us look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A provider, and what it has delivered so far."""

    sender: MailSender
    delivered: Callable[[], list[Seen]]

    def delivered_to(self, recipient: str) -> list[Seen]:
        return [seen for seen in self.delivered() if seen[0] == recipient]


@pytest.fixture(params=["memory", "moto", "stand_in", "botocore"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    if request.param == "memory":
        mailbox = MemoryMailSender()
        yield Post(sender=mailbox, delivered=lambda: [(mail.to, mail.subject, mail.html) for mail in mailbox.mails])
    elif request.param == "stand_in":
        aws: StandIn = request.getfixturevalue("stand_in")
        verify(aws.client("sesv2"))
        yield Post(
            sender=ses(lean_transport(aws.endpoint_url)),
            delivered=lambda: [(mail.to, mail.subject, mail.html) for mail in read_mailbox(aws.endpoint_url)],
        )
    else:
        with mock_aws():
            verify(boto3.client("sesv2", region_name=REGION))
            transport = moto_transport() if request.param == "moto" else BotocoreTransport(region=REGION)
            yield Post(sender=ses(transport), delivered=delivered_by_moto)


def ses(transport: Transport) -> SesMailSender:
    return SesMailSender(transport, mail_from=FROM, configuration_set="")


def verify(client: Any) -> None:
    if FROM not in {identity["IdentityName"] for identity in client.list_email_identities()["EmailIdentities"]}:
        client.create_email_identity(EmailIdentity=FROM)


def delivered_by_moto() -> list[Seen]:
    messages = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return [(", ".join(message.destinations["ToAddresses"]), message.subject, message.body) for message in messages]


@pytest.fixture
def mail() -> RenderedMail:
    """A mail to somebody who gets no other."""
    return replace(MAIL, to=f"olena+{next(_NUMBERS)}@example.com")


def test_a_mail_arrives_as_it_was_rendered(post: Post, mail: RenderedMail) -> None:
    post.sender.send(mail, mail_id="01JAAA")
    assert post.delivered_to(mail.to) == [(mail.to, mail.subject, mail.html)]


def test_a_mail_that_is_sent_twice_arrives_twice(post: Post, mail: RenderedMail) -> None:
    """Sending once is the outbox's business."""
    for _ in range(2):
        post.sender.send(mail, mail_id="address_taken.01JAAA.2026-05-17")
    assert len(post.delivered_to(mail.to)) == 2


def test_an_international_domain_is_reached_by_its_ascii_name(post: Post, mail: RenderedMail) -> None:
    name = f"olena{next(_NUMBERS)}"
    post.sender.send(replace(mail, to=f"{name}@пошта.example.com"), mail_id="01JAAA")
    assert len(post.delivered_to(f"{name}@xn--80a1acn3a.example.com")) == 1


@pytest.mark.parametrize(
    "address",
    [
        "olena",
        "",
        "olena@example.com\r\nBcc: everybody@example.com",
        "olena@example.com, everybody@example.com",
        "Olena <olena@example.com>",
        "олена@example.com",
    ],
)
def test_a_mail_goes_to_one_plain_address_or_nowhere(post: Post, mail: RenderedMail, address: str) -> None:
    before = len(post.delivered())
    with pytest.raises(MailRejectedError) as refused:
        post.sender.send(replace(mail, to=address), mail_id="01JAAA")
    assert len(post.delivered()) == before
    assert address not in str(refused.value) or not address


@pytest.mark.parametrize("subject", ["one\ntwo", "one\r\nBcc: everybody@example.com", "one\x00", "one\u2028two"])
def test_a_subject_is_one_line(post: Post, mail: RenderedMail, subject: str) -> None:
    with pytest.raises(MailRejectedError, match="InvalidSubject"):
        post.sender.send(replace(mail, subject=subject), mail_id="01JAAA")
    assert post.delivered_to(mail.to) == []
