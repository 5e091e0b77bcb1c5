"""Messages that carry a token with a purpose, as they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.account import Account, token_hash
from shared.domain.accounts.action_tokens import TTL, ActionToken, Purpose
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.mail.action_links import PURPOSES
from shared.services.mail.templates import Value, render

if TYPE_CHECKING:
    from datetime import datetime

    from shared.services.mail.action_links import ActionLinks
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.action_tokens import ActionTokenStore
    from shared.services.ports.mail import RenderedMail


class ActionMails:
    """Renders messages with a link, as long as the link works."""

    def __init__(self, accounts: AccountStore, tokens: ActionTokenStore, links: ActionLinks) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._links = links

    def rendered(self, mail: OutgoingMail, now: datetime) -> RenderedMail | None:
        """Return the message, or None if its token no longer works. Raises what ``ActionLinks.raw_token`` raises.

        It goes to the address that the token names, or else to that of the account.
        """
        purpose = PURPOSES[mail.kind]
        raw_token = self._links.raw_token(mail)
        token = self._tokens.find(purpose, token_hash(raw_token), now=now)
        account = self._accounts.find_account(mail.account_id, now=now) if token else None
        if token is None or account is None or not _works(token, account):
            return None
        values: dict[str, Value] = {
            "link": self._links.to(purpose, raw_token),
            "duration": TTL[purpose],
            "until": mail.created_at + TTL[purpose],
        }
        return render(MailKind(mail.kind), values, to=token.email or account.email, locale=account.locale)


def _works(token: ActionToken, account: Account) -> bool:
    current = {
        Purpose.RESET_PASSWORD: account.reset_token_hash,
        Purpose.CHANGE_EMAIL: account.change_token_hash,
        Purpose.KEEP_ACCOUNT: account.keep_token_hash,
    }
    return current.get(token.purpose, token.hash) == token.hash
