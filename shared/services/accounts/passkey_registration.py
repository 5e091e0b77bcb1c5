"""Making a passkey for the caller: the options of a browser, and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import InvalidPasskeyError
from shared.domain.accounts.passkey_options import creation_options
from shared.domain.accounts.passkeys import MAX_PASSKEYS, REGISTRATION, Passkey, PasskeysChange, challenge_of
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import (
    EmailNotVerifiedError,
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
)
from shared.domain.mails import MailKind
from shared.services.accounts import challenges, current_accounts
from shared.services.accounts.passkeys import checked_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.challenges import Challenge
    from shared.domain.accounts.passkeys import AttestationAnswer
    from shared.domain.accounts.relying_parties import RelyingParty
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.challenges import Challenges
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.passkeys import PasskeyStore, PasskeyVerifier

RAISES = (
    *current_accounts.RAISES,
    *challenges.RAISES,
    EmailNotVerifiedError,
    InvalidInputError,
    OutcomeUnknownError,
)
DEFAULT_NAME = "Passkey"


class PasskeyRegistration:
    """Makes passkeys for callers. Methods raise what ``CurrentAccounts.of`` raises."""

    def __init__(
        self,
        store: PasskeyStore,
        accounts: CurrentAccounts,
        writer: AccountWriter,
        challenges: Challenges,
        records: SecurityRecords,
        verifier: Callable[[], PasskeyVerifier],
        relying_party: RelyingParty,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """``verifier`` is called by ``add`` only: it loads cryptography."""
        self._store = store
        self._accounts = accounts
        self._writer = writer
        self._challenges = challenges
        self._records = records
        self._verifier = verifier
        self._relying_party = relying_party
        self._now = now

    def begin(self, caller: Caller) -> Mapping[str, Any]:
        """Return the options with which a browser makes a passkey for the caller. This takes two reads.

        Raises EmailNotVerifiedError, InvalidInputError if there are as many as an account may have,
        SecretsUnavailableError.
        """
        account = self._accounts.of(caller)
        _require_room(account)
        known = self._store.list_all(account.id)
        return creation_options(self._relying_party, account, self._challenges.new(REGISTRATION, account.id), known)

    def add(self, caller: Caller, name: str, answer: AttestationAnswer, origin: Origin) -> Passkey:
        """Add a passkey, with an event and a message, and return it. This takes two reads and two writes.

        Without a ``name``, it has that of the device. Raises InvalidInputError (``/credential``) for one that cannot be
        verified or that an account has already, InvalidChallengeError for a challenge that was used or has expired,
        EmailNotVerifiedError, SecretsUnavailableError, and what ``AccountWriter.change`` raises.
        """
        now = self._now()
        made: list[tuple[Passkey, Challenge]] = []

        def decide(account: Account) -> Account:
            _require_room(account)
            passkey, challenge = made[0] if made else self._verified(account, named, answer, now)
            if self._store.is_known(passkey.id):
                raise _refused("passkey_exists", "This passkey belongs to an account already.")
            if not made:
                self._challenges.use(challenge)
                made.append((passkey, challenge))
            return replace(account, passkeys=(*account.passkeys, passkey.id))

        named = checked_name(name or origin.device or DEFAULT_NAME)
        kind = SecurityEventKind.PASSKEY_ADDED
        event = self._records.act(caller, kind, origin, now)
        mail = self._records.mail(caller.account_id, MailKind.PASSKEY_ADDED, now)
        self._writer.change(
            caller, decide, events=[event], mails=[mail], sides=lambda: [PasskeysChange(added=[made[0][0]])]
        )
        return made[0][0]

    def _verified(
        self, account: Account, name: str, answer: AttestationAnswer, now: datetime
    ) -> tuple[Passkey, Challenge]:
        """Return a new passkey, and the challenge that it has signed. This takes no request."""
        try:
            text = challenge_of(answer.client_data_base64url)
            challenge = self._challenges.read(text, REGISTRATION, account.id)
            credential = self._verifier().register(answer, challenge=text)
            return Passkey.added(account.id, answer, credential, name=name, at=now), challenge
        except InvalidPasskeyError as error:
            raise _refused("invalid_passkey", f"The passkey cannot be verified: {error}.") from error


def _require_room(account: Account) -> None:
    if not account.is_verified:
        raise EmailNotVerifiedError("follow the link in the message that we sent you")
    if len(account.passkeys) >= MAX_PASSKEYS:
        raise _refused("too_many_passkeys", f"An account has at most {MAX_PASSKEYS} passkeys: remove one first.", "")


def _refused(code: str, detail: str, pointer: str = "/credential") -> InvalidInputError:
    return InvalidInputError(FieldProblem(pointer=pointer, code=code, detail=detail))
