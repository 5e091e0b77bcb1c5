"""What SES is asked to do, and what becomes of the answers it may give."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.transport import ClientConfig, MalformedResponseError, ServiceName, StaleConnectionError
from shared.adapters.ses_mail import SesMailSender
from shared.domain.errors import MailRefusedError, MailRejectedError, MailUnavailableError
from shared.services.ports.mail import RenderedMail
from tests.support.transports import lean_transport

MAIL = RenderedMail(to="olena@example.com", subject="Тема", text="Текст\n", html="<p>Текст</p>")
REQUEST: dict[str, Any] = {
    "FromEmailAddress": "contacts@example.com",
    "Destination": {"ToAddresses": ["olena@example.com"]},
    "Content": {
        "Simple": {
            "Subject": {"Data": "Тема", "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": "Текст\n", "Charset": "UTF-8"},
                "Html": {"Data": "<p>Текст</p>", "Charset": "UTF-8"},
            },
        }
    },
    "EmailTags": [{"Name": "mail_id", "Value": "01JAAA"}],
}
ENDPOINT = "https://email.example.com"


@dataclass(slots=True)
class Ses:
    """A Transport to an SES that takes every mail, unless it has an error to raise first."""

    errors: deque[Exception] = field(default_factory=deque)
    requests: list[dict[str, Any]] = field(default_factory=list)
    config: ClientConfig | None = None

    @property
    def connect(self) -> None:
        return None

    def presigned_put_url(self, bucket: str, key: str, *, length: int, seconds: int) -> str:
        raise AssertionError("nobody asked for it")

    def presigned_get_url(self, bucket: str, key: str, *, disposition: str, media_type: str, seconds: int) -> str:
        raise AssertionError("nobody asked for it")

    def client(self, service: ServiceName, config: ClientConfig) -> Ses:
        assert service == "sesv2"
        self.config = config
        return self

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        assert operation == "SendEmail"
        self.requests.append(arguments)
        if self.errors:
            raise self.errors.popleft()
        return {"MessageId": "0100"}

    _make_api_call = call


def refusal(code: str, status: int, message: str = "") -> ClientError:
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")


@pytest.fixture
def ses() -> Ses:
    return Ses()


@pytest.fixture
def sender(ses: Ses) -> SesMailSender:
    return SesMailSender(ses, mail_from="contacts@example.com", configuration_set="")


def test_a_mail_has_a_text_and_an_html_side_in_utf8(sender: SesMailSender, ses: Ses) -> None:
    sender.send(MAIL, mail_id="01JAAA")
    assert ses.requests == [REQUEST]


def test_a_tag_holds_the_mails_id_in_the_characters_of_tags(sender: SesMailSender, ses: Ses) -> None:
    sender.send(MAIL, mail_id="address_taken.01JAAA.2026-05-17")
    tags = [{"Name": "mail_id", "Value": "address_taken_01JAAA_2026-05-17"}]
    assert ses.requests == [REQUEST | {"EmailTags": tags}]


def test_the_configuration_set_is_named_when_there_is_one(ses: Ses) -> None:
    sender = SesMailSender(ses, mail_from="contacts@example.com", configuration_set="tracking")
    sender.send(MAIL, mail_id="01JAAA")
    assert ses.requests == [REQUEST | {"ConfigurationSetName": "tracking"}]


@dataclass(slots=True)
class Line:
    """An Exchange whose first answer is given, and after which SES takes every mail."""

    first: HttpResponse | Exception
    requests: list[bytes] = field(default_factory=list)

    def connect(self, config: ClientConfig) -> None: ...

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        self.requests.append(request)
        answer = self.first if len(self.requests) == 1 else HttpResponse(200, {}, b'{"MessageId": "0100"}')
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    "first",
    [
        StaleConnectionError(endpoint_url=ENDPOINT),
        ReadTimeoutError(endpoint_url=ENDPOINT),
        ConnectTimeoutError(endpoint_url=ENDPOINT),
        HttpResponse(200, {}, b"<html>"),
        HttpResponse(500, {}, b"{}"),
        HttpResponse(429, {"x-amzn-errortype": "TooManyRequestsException"}, b"{}"),
    ],
)
def test_a_mail_is_sent_once_whatever_is_answered(first: HttpResponse | Exception) -> None:
    """Another time may be the second mail, which is for the outbox to risk."""
    line = Line(first)
    sender = SesMailSender(lean_transport(exchange=lambda _: line), mail_from="a@example.com", configuration_set="")
    with pytest.raises(MailUnavailableError):
        sender.send(MAIL, mail_id="01JAAA")
    assert len(line.requests) == 1


def test_that_holds_for_any_transport(sender: SesMailSender, ses: Ses) -> None:
    assert ses.config == ClientConfig(connect_seconds=1.0, read_seconds=4.0, max_attempts=1)


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException", "InvalidParameterValue"])
def test_a_refusal_is_told_by_its_code_and_is_not_a_verdict(sender: SesMailSender, ses: Ses, code: str) -> None:
    """SES says MessageRejected for an unverified sender, too."""
    ses.errors.append(refusal(code, 400, "Local address of <olena@example.com> is wrong"))
    with pytest.raises(MailRefusedError) as refused:
        sender.send(MAIL, mail_id="01JAAA")
    assert (str(refused.value), refused.value.__cause__) == (code, None)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("TooManyRequestsException", 429),
        ("LimitExceededException", 400),
        ("AccountSuspendedException", 400),
        ("SendingPausedException", 400),
        ("AccountSendingPausedException", 400),
        ("ConfigurationSetSendingPausedException", 400),
        ("MailFromDomainNotVerified", 400),
        ("MailFromDomainNotVerifiedException", 400),
        ("NotFoundException", 404),
        ("ConfigurationSetDoesNotExist", 400),
        ("ConfigurationSetDoesNotExistException", 400),
        ("Throttling", 400),
        ("ThrottlingException", 400),
        ("InternalFailure", 500),
        ("ServiceUnavailable", 503),
        ("504", 504),
    ],
)
def test_a_mail_that_ses_does_not_take_now_is_tried_later(
    sender: SesMailSender, ses: Ses, code: str, status: int
) -> None:
    ses.errors.append(refusal(code, status, "for olena@example.com"))
    with pytest.raises(MailUnavailableError) as unavailable:
        sender.send(MAIL, mail_id="01JAAA")
    assert code in str(unavailable.value)
    assert "olena" not in str(unavailable.value)


@pytest.mark.parametrize(
    "fault",
    [
        ReadTimeoutError(endpoint_url=ENDPOINT),
        ConnectTimeoutError(endpoint_url=ENDPOINT),
        EndpointConnectionError(endpoint_url=ENDPOINT),
        ConnectionClosedError(endpoint_url=ENDPOINT),
        MalformedResponseError(endpoint_url=ENDPOINT, error="any"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_when_no_answer_comes_there_is_another_time(sender: SesMailSender, ses: Ses, fault: Exception) -> None:
    ses.errors.append(fault)
    with pytest.raises(MailUnavailableError, match=type(fault).__name__):
        sender.send(MAIL, mail_id="01JAAA")


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException"])
def test_a_wrong_deployment_is_no_fault_of_the_mail(sender: SesMailSender, ses: Ses, code: str) -> None:
    """Raised as it is: the mail stays pending, and the failure is seen."""
    ses.errors.append(refusal(code, 403))
    with pytest.raises(ClientError, match=code):
        sender.send(MAIL, mail_id="01JAAA")


def test_nothing_is_sent_to_an_address_with_a_line_break(sender: SesMailSender, ses: Ses) -> None:
    with pytest.raises(MailRejectedError, match="InvalidAddress"):
        sender.send(
            RenderedMail(to="olena@example.com\nBcc: x@example.com", subject="", text="", html=""), mail_id="01JAAA"
        )
    assert ses.requests == []
