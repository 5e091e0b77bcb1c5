"""Messages as they are sent: what they say at that moment, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.account import VERIFICATION_TOKEN_TTL, Account, token_hash
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.mail import templates as mail_templates
from shared.services.mail.action_links import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.mail.action_mails import ActionMails
    from shared.services.mail.verification import VerificationLinks
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import RenderedMail


class Rendering:
    """Renders messages."""

    def __init__(self, accounts: AccountStore, links: VerificationLinks, actions: Callable[[], ActionMails]) -> None:
        """``actions`` is called for messages with a link that is no verification link."""
        self._accounts = accounts
        self._links = links
        self._actions = actions

    def raw_token(self, mail: OutgoingMail) -> str:
        """Return the token of a verification message. Raises what ``VerificationLinks.raw_token`` raises."""
        return self._links.raw_token(mail)

    def rendered(self, mail: OutgoingMail, now: datetime) -> RenderedMail | None:
        """Return the message, or None if its account is gone, or its token was used, replaced or has expired.

        Makes one request to the store, or two for a token with a purpose. Raises MailRejectedError if the token's key
        is gone, SecretsUnavailableError.
        """
        if mail.kind in PURPOSES:
            return self._actions().rendered(mail, now)
        if mail.kind != MailKind.VERIFY_EMAIL:
            return self._addressed(mail, self._accounts.find_account(mail.account_id, now=now))
        raw_token = self._links.raw_token(mail)
        account, token = self._accounts.find_account_and_token(mail.account_id, token_hash(raw_token), now=now)
        if token is None or token.used_at is not None:
            return None
        return self.verifying(mail, account, raw_token, sent_at=mail.created_at)

    def verifying(
        self, mail: OutgoingMail, account: Account | None, raw_token: str, *, sent_at: datetime
    ) -> RenderedMail | None:
        """Return a verification message; None without an account."""
        return self._addressed(
            mail,
            account,
            link=self._links.to(raw_token),
            duration=VERIFICATION_TOKEN_TTL,
            until=sent_at + VERIFICATION_TOKEN_TTL,
        )

    def _addressed(
        self, mail: OutgoingMail, account: Account | None, **values: mail_templates.Value
    ) -> RenderedMail | None:
        if account is None:
            return None
        return mail_templates.render(MailKind(mail.kind), values, to=account.email, locale=account.locale)
