"""Where a mail goes, and what must not be in its headers, whoever delivers it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from shared.domain.email_addresses import check_email, email_for_sending
from shared.domain.errors import InvalidEmailError, MailRejectedError

if TYPE_CHECKING:
    from shared.services.ports.mail import RenderedMail


def recipient_of(mail: RenderedMail) -> str:
    """Return the one address that the mail goes to, in ASCII.

    Raises MailRejectedError: for what is no single plain address, for one whose local part is not ASCII (SES has no
    SMTPUTF8, RFC 6531), and for a subject with control characters, which could begin another header.
    """
    try:
        check_email(mail.to)
    except InvalidEmailError:
        # Without its cause, to which the address belongs.
        raise MailRejectedError("InvalidAddress") from None
    address = email_for_sending(mail.to)
    if not address.isascii():
        raise MailRejectedError("UnreachableAddress")
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in mail.subject):
        raise MailRejectedError("InvalidSubject")
    return address
