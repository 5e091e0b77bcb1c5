"""The recipient of a message, and the header checks that apply to every mail provider."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from shared.domain.email_addresses import check_email, email_for_sending
from shared.domain.errors import InvalidEmailError, MailRejectedError

if TYPE_CHECKING:
    from shared.services.ports.mail import RenderedMail


def recipient_of(mail: RenderedMail) -> str:
    """Return the one address that the message goes to, in ASCII.

    Raises MailRejectedError for anything but a single plain address, for a local part that is not ASCII (SES does not
    support SMTPUTF8, RFC 6531), and for a subject with control characters, which could inject a header.
    """
    try:
        check_email(mail.to)
    except InvalidEmailError:
        # Without the cause, which contains the address.
        raise MailRejectedError("InvalidAddress") from None
    address = email_for_sending(mail.to)
    if not address.isascii():
        raise MailRejectedError("UnreachableAddress")
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in mail.subject):
        raise MailRejectedError("InvalidSubject")
    return address
