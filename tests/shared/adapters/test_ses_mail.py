"""What SES is asked to do, and what becomes of the answers it may give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.stub import Stubber

from shared.adapters.ses_mail import SesMailSender
from shared.domain.errors import MailRejectedError, MailUnavailableError
from shared.services.ports import RenderedMail

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
SENT = {"MessageId": "0100"}
ENDPOINT = "https://email.example.com"


def new_sender(configuration_set: str = "") -> SesMailSender:
    return SesMailSender(
        region="us-east-1", endpoint_url="", mail_from="contacts@example.com", configuration_set=configuration_set
    )


@pytest.fixture
def sender() -> SesMailSender:
    return new_sender()


@pytest.fixture
def ses(sender: SesMailSender) -> Iterator[Stubber]:
    with Stubber(sender._client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def test_a_mail_has_a_text_and_an_html_side_in_utf8(sender: SesMailSender, ses: Stubber) -> None:
    ses.add_response("send_email", SENT, REQUEST)
    sender.send(MAIL, mail_id="01JAAA")


def test_a_tag_holds_the_mails_id_in_the_characters_of_tags(sender: SesMailSender, ses: Stubber) -> None:
    tags = [{"Name": "mail_id", "Value": "address_taken_01JAAA_2026-05-17"}]
    ses.add_response("send_email", SENT, REQUEST | {"EmailTags": tags})
    sender.send(MAIL, mail_id="address_taken.01JAAA.2026-05-17")


def test_the_configuration_set_is_named_when_there_is_one() -> None:
    sender = new_sender("tracking")
    with Stubber(sender._client) as ses:
        ses.add_response("send_email", SENT, REQUEST | {"ConfigurationSetName": "tracking"})
        sender.send(MAIL, mail_id="01JAAA")


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException", "InvalidParameterValue"])
def test_a_mail_that_ses_will_never_take_is_rejected(sender: SesMailSender, ses: Stubber, code: str) -> None:
    ses.add_client_error("send_email", code, "Local address of <olena@example.com> is wrong", 400)
    with pytest.raises(MailRejectedError) as rejected:
        sender.send(MAIL, mail_id="01JAAA")
    assert (str(rejected.value), rejected.value.__cause__) == (code, None)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("TooManyRequestsException", 429),
        ("LimitExceededException", 400),
        ("AccountSuspendedException", 400),
        ("SendingPausedException", 400),
        ("Throttling", 400),
        ("ThrottlingException", 400),
        ("InternalFailure", 500),
        ("ServiceUnavailable", 503),
        ("504", 504),
    ],
)
def test_a_mail_that_ses_does_not_take_now_is_tried_later(
    sender: SesMailSender, ses: Stubber, code: str, status: int
) -> None:
    ses.add_client_error("send_email", code, "for olena@example.com", status)
    with pytest.raises(MailUnavailableError) as unavailable:
        sender.send(MAIL, mail_id="01JAAA")
    assert code in str(unavailable.value)
    assert "olena" not in str(unavailable.value)


@pytest.mark.usefixtures("pauses")
@pytest.mark.parametrize(
    "fault",
    [
        ReadTimeoutError(endpoint_url=ENDPOINT),
        ConnectTimeoutError(endpoint_url=ENDPOINT),
        EndpointConnectionError(endpoint_url=ENDPOINT),
        ConnectionClosedError(endpoint_url=ENDPOINT),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_when_no_answer_comes_there_is_another_time(sender: SesMailSender, fault: Exception) -> None:
    attempts = []

    def lose(**_: object) -> None:
        attempts.append(fault)
        raise fault

    sender._client.meta.events.register("before-send.sesv2", lose)
    with pytest.raises(MailUnavailableError, match=type(fault).__name__):
        sender.send(MAIL, mail_id="01JAAA")
    assert len(attempts) == 2


@pytest.mark.parametrize("code", ["AccessDeniedException", "NotFoundException", "MailFromDomainNotVerifiedException"])
def test_a_wrong_deployment_is_no_fault_of_the_mail(sender: SesMailSender, ses: Stubber, code: str) -> None:
    """Raised as it is: the mail stays pending, and the failure is seen."""
    ses.add_client_error("send_email", code, "", 403)
    with pytest.raises(ClientError, match=code):
        sender.send(MAIL, mail_id="01JAAA")


def test_nothing_is_sent_to_an_address_with_a_line_break(sender: SesMailSender, ses: Stubber) -> None:
    with pytest.raises(MailRejectedError, match="InvalidAddress"):
        sender.send(
            RenderedMail(to="olena@example.com\nBcc: x@example.com", subject="", text="", html=""), mail_id="01JAAA"
        )
