"""The use cases and ports that endpoints declare as parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends

from shared.wiring import process

if TYPE_CHECKING:
    import shared.services.accounts.administration
    import shared.services.accounts.authenticators
    import shared.services.accounts.avatars
    import shared.services.accounts.deletion
    import shared.services.accounts.deletion_undoing
    import shared.services.accounts.email_change
    import shared.services.accounts.email_moves
    import shared.services.accounts.identities.flows
    import shared.services.accounts.identities.linking
    import shared.services.accounts.identities.own
    import shared.services.accounts.identities.signing_in
    import shared.services.accounts.passkey_prompt
    import shared.services.accounts.passkey_registration
    import shared.services.accounts.passkey_sign_in
    import shared.services.accounts.passkeys
    import shared.services.accounts.password_change
    import shared.services.accounts.password_reset
    import shared.services.accounts.personal_tokens
    import shared.services.accounts.profiles
    import shared.services.accounts.rate_limited_sign_in
    import shared.services.accounts.refreshing
    import shared.services.accounts.registrations
    import shared.services.accounts.second_step
    import shared.services.accounts.security_log
    import shared.services.accounts.session_list
    import shared.services.accounts.step_up
    import shared.services.accounts.verification
    import shared.services.calendars.calendars
    import shared.services.calendars.feeds
    import shared.services.contacts.batches.running
    import shared.services.contacts.birthdays
    import shared.services.contacts.duplicates
    import shared.services.contacts.history
    import shared.services.contacts.label_assignment
    import shared.services.contacts.label_counts
    import shared.services.contacts.label_removal
    import shared.services.contacts.labelling
    import shared.services.contacts.merging
    import shared.services.contacts.past.restoring
    import shared.services.contacts.photos
    import shared.services.contacts.purging
    import shared.services.contacts.reading
    import shared.services.contacts.search.looking_up
    import shared.services.contacts.search.suggesting
    import shared.services.contacts.sync_tokens
    import shared.services.contacts.syncing
    import shared.services.contacts.trash
    import shared.services.contacts.trashed
    import shared.services.contacts.undoing
    import shared.services.contacts.view_writing
    import shared.services.contacts.views
    import shared.services.contacts.writing
    import shared.services.cursors
    import shared.services.exchange.account_exports
    import shared.services.exchange.exporting
    import shared.services.exchange.exports
    import shared.services.exchange.importing
    import shared.services.limiter
    import shared.services.operations.reading
    import shared.services.operations.starting
    import shared.services.ports.identity_providers
    import shared.services.ports.phone_numbers
    import shared.services.ports.readiness


class Provider:
    """A dependency that uses something that the wiring makes, by its ``name`` there."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self) -> Any:
        """Return what the wiring makes; it is made on the first call."""
        return getattr(process.wiring(), self.name)


class Provided(Provider):
    """A dependency whose value is what the wiring makes."""

    async def __call__(self) -> Any:
        """Return what the wiring makes."""
        return self.get()


# Types are quoted, with their full paths: type checkers and the OpenAPI document resolve them, but a function does not
# load the use cases of all other functions.
Administration = Annotated[
    "shared.services.accounts.administration.Administration", Depends(Provided("administration"))
]
AccountExporter = Annotated[
    "shared.services.exchange.account_exports.AccountExporter", Depends(Provided("account_exporter"))
]
AccountExports = Annotated[
    "shared.services.exchange.account_exports.AccountExports", Depends(Provided("account_exports"))
]
AccountDeletion = Annotated["shared.services.accounts.deletion.AccountDeletion", Depends(Provided("account_deletion"))]
Authenticators = Annotated[
    "shared.services.accounts.authenticators.Authenticators", Depends(Provided("authenticators"))
]
Avatars = Annotated["shared.services.accounts.avatars.Avatars", Depends(Provided("avatars"))]
Batches = Annotated["shared.services.contacts.batches.running.Batches", Depends(Provided("batches"))]
Birthdays = Annotated["shared.services.contacts.birthdays.Birthdays", Depends(Provided("birthdays"))]
BookRestorer = Annotated["shared.services.contacts.past.restoring.BookRestorer", Depends(Provided("book_restorer"))]
CalendarFeeds = Annotated["shared.services.calendars.feeds.CalendarFeeds", Depends(Provided("calendar_feeds"))]
Calendars = Annotated["shared.services.calendars.calendars.Calendars", Depends(Provided("calendars"))]
ContactHistory = Annotated["shared.services.contacts.history.ContactHistory", Depends(Provided("contact_history"))]
ContactMerger = Annotated["shared.services.contacts.merging.ContactMerger", Depends(Provided("contact_merger"))]
ContactPhotos = Annotated["shared.services.contacts.photos.ContactPhotos", Depends(Provided("contact_photos"))]
ContactReader = Annotated["shared.services.contacts.reading.ContactReader", Depends(Provided("contact_reader"))]
ContactSync = Annotated["shared.services.contacts.syncing.ContactSync", Depends(Provided("contact_sync"))]
ContactWriter = Annotated["shared.services.contacts.writing.ContactWriter", Depends(Provided("contact_writer"))]
Cursors = Annotated["shared.services.cursors.Cursors", Depends(Provided("cursors"))]
DeletionUndoing = Annotated[
    "shared.services.accounts.deletion_undoing.DeletionUndoing", Depends(Provided("deletion_undoing"))
]
Duplicates = Annotated["shared.services.contacts.duplicates.Duplicates", Depends(Provided("duplicates"))]
Exporter = Annotated["shared.services.exchange.exporting.Exporter", Depends(Provided("exporter"))]
Exports = Annotated["shared.services.exchange.exports.Exports", Depends(Provided("exports"))]
Identities = Annotated["shared.services.accounts.identities.own.Identities", Depends(Provided("identities"))]
IdentityProviders = Annotated[
    "shared.services.ports.identity_providers.IdentityProviders", Depends(Provided("identity_providers"))
]
IdentityLinker = Annotated[
    "shared.services.accounts.identities.linking.IdentityLinker", Depends(Provided("identity_linker"))
]
IdentitySignIn = Annotated[
    "shared.services.accounts.identities.signing_in.IdentitySignIn", Depends(Provided("identity_sign_in"))
]
Importer = Annotated["shared.services.exchange.importing.Importer", Depends(Provided("importer"))]
Imports = Annotated["shared.services.exchange.importing.Imports", Depends(Provided("imports"))]
LabelAssigner = Annotated[
    "shared.services.contacts.label_assignment.LabelAssigner", Depends(Provided("label_assigner"))
]
LabelCounter = Annotated["shared.services.contacts.label_counts.LabelCounter", Depends(Provided("label_counter"))]
LabelRemover = Annotated["shared.services.contacts.label_removal.LabelRemover", Depends(Provided("label_remover"))]
LabelWriter = Annotated["shared.services.contacts.labelling.LabelWriter", Depends(Provided("label_writer"))]
Limiter = Annotated["shared.services.limiter.Limiter", Depends(Provided("limiter"))]
Lookups = Annotated["shared.services.contacts.search.looking_up.Lookups", Depends(Provided("lookups"))]
OperationStarter = Annotated[
    "shared.services.operations.starting.OperationStarter", Depends(Provided("operation_starter"))
]
Operations = Annotated["shared.services.operations.reading.Operations", Depends(Provided("operations"))]
EmailChange = Annotated["shared.services.accounts.email_change.EmailChange", Depends(Provided("email_change"))]
EmailMoves = Annotated["shared.services.accounts.email_moves.EmailMoves", Depends(Provided("email_moves"))]
Passkeys = Annotated["shared.services.accounts.passkeys.Passkeys", Depends(Provided("passkeys"))]
PasskeyPrompt = Annotated["shared.services.accounts.passkey_prompt.PasskeyPrompt", Depends(Provided("passkey_prompt"))]
PasskeyRegistration = Annotated[
    "shared.services.accounts.passkey_registration.PasskeyRegistration", Depends(Provided("passkey_registration"))
]
PasskeySignIn = Annotated[
    "shared.services.accounts.passkey_sign_in.PasskeySignIn", Depends(Provided("passkey_sign_in"))
]
PasswordChange = Annotated[
    "shared.services.accounts.password_change.PasswordChange", Depends(Provided("password_change"))
]
PasswordReset = Annotated["shared.services.accounts.password_reset.PasswordReset", Depends(Provided("password_reset"))]
PersonalTokens = Annotated[
    "shared.services.accounts.personal_tokens.OwnPersonalTokens", Depends(Provided("own_personal_tokens"))
]
PhoneNumbers = Annotated["shared.services.ports.phone_numbers.PhoneNumbers", Depends(Provided("phone_numbers"))]
Profiles = Annotated["shared.services.accounts.profiles.Profiles", Depends(Provided("profiles"))]
ProviderFlows = Annotated[
    "shared.services.accounts.identities.flows.ProviderFlows", Depends(Provided("provider_flows"))
]
Readiness = Annotated["shared.services.ports.readiness.Readiness", Depends(Provided("readiness"))]
Registrations = Annotated["shared.services.accounts.registrations.Registrations", Depends(Provided("registrations"))]
Refreshing = Annotated["shared.services.accounts.refreshing.Refreshing", Depends(Provided("refreshing"))]
Restorer = Annotated["shared.services.contacts.trash.Restorer", Depends(Provided("restorer"))]
SecondStep = Annotated["shared.services.accounts.second_step.SecondStep", Depends(Provided("second_step"))]
SecurityLog = Annotated["shared.services.accounts.security_log.SecurityLog", Depends(Provided("security_log"))]
SessionList = Annotated["shared.services.accounts.session_list.SessionList", Depends(Provided("session_list"))]
SignIn = Annotated["shared.services.accounts.rate_limited_sign_in.RateLimitedSignIn", Depends(Provided("sign_in"))]
StepUp = Annotated["shared.services.accounts.step_up.StepUp", Depends(Provided("step_up"))]
Suggester = Annotated["shared.services.contacts.search.suggesting.Suggester", Depends(Provided("suggester"))]
SyncTokens = Annotated["shared.services.contacts.sync_tokens.SyncTokens", Depends(Provided("sync_tokens"))]
Trash = Annotated["shared.services.contacts.trash.Trash", Depends(Provided("trash"))]
TrashPurger = Annotated["shared.services.contacts.purging.TrashPurger", Depends(Provided("trash_purger"))]
TrashReader = Annotated["shared.services.contacts.trashed.TrashReader", Depends(Provided("trash_reader"))]
Undoer = Annotated["shared.services.contacts.undoing.Undoer", Depends(Provided("undoer"))]
Verification = Annotated["shared.services.accounts.verification.Verification", Depends(Provided("verification"))]
ViewReader = Annotated["shared.services.contacts.views.ViewReader", Depends(Provided("view_reader"))]
ViewWriter = Annotated["shared.services.contacts.view_writing.ViewWriter", Depends(Provided("view_writer"))]
