"""POST /api/v1/auth/me/export: start the export of everything that there is of the caller."""

from shared.web.accounts.account_exports import AccountExportOut
from shared.web.accounts.limits import AccountExportLimit
from shared.web.caller import FreshCaller
from shared.web.dependencies import AccountExporter
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.post("/api/v1/auth/me/export", status_code=202)
async def start_account_export(
    caller: FreshCaller, _within_limit: AccountExportLimit, exporter: AccountExporter
) -> AccountExportOut:
    """Export everything that there is of you to one archive (ZIP), in the background.

    `GET /api/v1/auth/me/export/{id}` says how far it has got, and gives a link to the archive then, which is kept for a
    week; `POST /api/v1/operations/{id}/cancel` stops it. In the archive are `profile.json`, `sessions.json`,
    `security_events.json`, `second_factors.json`, `passkeys.json`, `identities.json`, `personal_tokens.json` (names and
    times), `contacts.vcf` and `contacts.json` (as they are at this moment), `trash.json`, `history.json` (changes of
    the past year, with the states that they replaced), `labels.json`, `views.json`, `feeds.json`,
    `dismissed_duplicates.json`, `operations.json` (imports and exports among them), your avatar, and in `photos/` all
    photos that were uploaded or imported, also those of earlier versions of contacts. A contact with one names it in
    `photo_file` (`X-PHOTO-FILE` in vCards); an address of a picture elsewhere stays one. `missing_pictures.json` lists
    those that could not be fetched, with reason and address. Secrets, such as those of calendar feeds, are in none of
    these files. Files that you have brought are not, either: you have them.
    """
    return AccountExportOut.of(exporter.start(caller), None)


handler = lambda_handler(router)
