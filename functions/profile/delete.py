"""DELETE /api/v1/auth/me: delete the caller's account, in a week."""

from shared.web.accounts.deletion import DeletionOut
from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.caller import FreshCaller
from shared.web.dependencies import AccountDeletion
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.delete("/api/v1/auth/me", status_code=202)
async def delete_account(
    caller: FreshCaller, _within_limit: ProfileLimit, origin: RequestOrigin, deletion: AccountDeletion
) -> DeletionOut:
    """Delete your account, with all contacts, their history, pictures and files. It can be undone for seven days.

    All your sessions end at once, and nobody can sign in; calendar feeds and access tokens no longer work. A message to
    your address has a link that undoes the deletion; it works until `erase_at`. From then on everything is erased,
    which takes a few hours and cannot be undone, and the address can be registered again.
    """
    return DeletionOut(erase_at=deletion.ask(caller, origin))


handler = lambda_handler(router)
