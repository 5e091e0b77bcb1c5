"""Mail through Amazon SES (API version 2).

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError

from shared.adapters.aws.transport import ClientConfig, Transport
from shared.adapters.mail_envelope import recipient_of
from shared.domain.errors import MailRefusedError, MailUnavailableError

if TYPE_CHECKING:
    from shared.services.ports.mail import RenderedMail

_CLIENT_CONFIG = ClientConfig(connect_seconds=1.0, read_seconds=4.0, max_attempts=1)

_REFUSED = frozenset({"BadRequestException", "InvalidParameterValue", "MessageRejected"})
"""Either this message is at fault, or our sender is: SES says MessageRejected for an unverified sender, too."""
_UNAVAILABLE = frozenset({
    "AccountSendingPausedException",
    "AccountSuspendedException",
    "ConfigurationSetDoesNotExist",
    "ConfigurationSetDoesNotExistException",
    "ConfigurationSetSendingPausedException",
    "LimitExceededException",
    "MailFromDomainNotVerified",
    "MailFromDomainNotVerifiedException",
    "NotFoundException",
    "SendingPausedException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
})  # fmt: skip
"""Nothing can be sent at present: over a quota, paused, or not set up (NotFoundException: no such configuration set).

Codes in neither set indicate a wrong deployment, such as a missing permission, and are raised unchanged.
"""

_TRANSPORT_FAULTS = (HTTPClientError, TransportError)
_NOT_IN_TAGS = re.compile(r"[^A-Za-z0-9_-]")


class SesMailSender:
    """A ports.MailSender. The message's id is sent as the tag ``mail_id``, with ``_`` for characters tags do not allow.

    Each call makes one request to SES, which cannot detect duplicates. When no response arrives, the message may or may
    not have been sent: this raises MailUnavailableError, and the caller's next attempt may send a duplicate.
    """

    def __init__(self, transport: Transport, *, mail_from: str, configuration_set: str) -> None:
        self._client = transport.client("sesv2", _CLIENT_CONFIG)
        self._same_in_all: dict[str, str] = {"FromEmailAddress": mail_from}
        if configuration_set:
            self._same_in_all["ConfigurationSetName"] = configuration_set

    def send(self, mail: RenderedMail, *, mail_id: str) -> None:
        """See ports.MailSender."""
        destination = {"ToAddresses": [recipient_of(mail)]}
        tags = [{"Name": "mail_id", "Value": _NOT_IN_TAGS.sub("_", mail_id)}]
        try:
            self._client.call(
                "SendEmail",
                {"Destination": destination, "Content": _content(mail), "EmailTags": tags} | self._same_in_all,
            )
        except ClientError as error:
            code = str(error.response["Error"].get("Code"))
            if code in _REFUSED:
                # Without the cause, whose message may contain the address.
                raise MailRefusedError(code) from None
            if code in _UNAVAILABLE or error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise MailUnavailableError(f"SES takes no mail now: {code}") from error
            raise
        except _TRANSPORT_FAULTS as error:
            raise MailUnavailableError(f"SES does not answer: {type(error).__name__}") from error


def _content(mail: RenderedMail) -> dict[str, Any]:
    subject, text, html = ({"Data": each, "Charset": "UTF-8"} for each in (mail.subject, mail.text, mail.html))
    return {"Simple": {"Subject": subject, "Body": {"Text": text, "Html": html}}}
