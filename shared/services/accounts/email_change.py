"""Changing the e-mail address of one's own account: asked for here, confirmed at the new address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.email_addresses import canonical_email
from shared.domain.errors import (
    EmailNotVerifiedError,
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.mails import MailKind
from shared.services.accounts import current_accounts
from shared.services.accounts.input import check_address
from shared.services.accounts.password_change import require_password
from shared.services.accounts.registrations import address_taken_mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.mail.action_links import ActionLinks
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import Outbox
    from shared.services.ports.security import PasswordHasher

RAISES = (*current_accounts.RAISES, EmailNotVerifiedError, OutcomeUnknownError, StoreUnavailableError)


class EmailChange:
    """Asks for changes of addresses. Neither a result nor the work done tells whether an address has an account."""

    def __init__(
        self,
        store: AccountStore,
        writer: AccountWriter,
        outbox: Outbox,
        hasher: PasswordHasher,
        links: ActionLinks,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._writer = writer
        self._outbox = outbox
        self._hasher = hasher
        self._links = links
        self._now = now

    def ask(self, caller: Caller, current_password: str, email: str) -> None:
        """Add a message to the outbox: with a link to the new address or, if that has an account, to its owner.

        The address stays as it is until the link is used. A newer request voids the link of an older one. Takes the
        same requests for every address: two reads, a transaction and the message; one hash.
        Raises InvalidInputError (``/email``; ``/current_password``: wrong_password, or no_password),
        EmailNotVerifiedError while the present address is not verified, SecretsUnavailableError, and what
        ``AccountWriter.change`` raises.
        """
        now = self._now()
        address = check_address(email)
        claim = self._store.find_claim(canonical_email(address), now=now)
        token, mail = self._links.new(MailKind.CHANGE_EMAIL, caller.account_id, address, now)

        def decide(account: Account) -> Account:
            require_password(self._hasher, account, current_password)
            if not account.is_verified:
                raise EmailNotVerifiedError("follow the link in the message that we sent you")
            if account.canonical_email == canonical_email(address):
                raise InvalidInputError(
                    FieldProblem(pointer="/email", code="same_email", detail="This is your address already.")
                )
            return replace(account, new_email=address, change_token_hash=token.hash)

        self._writer.change(caller, decide, tokens=[token])
        is_free = claim is None or claim.held_for == caller.account_id or not claim.is_verified
        self._outbox.add(mail if is_free or claim is None else address_taken_mail(claim, now))
