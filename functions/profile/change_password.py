"""PUT /api/v1/auth/me/password: change the caller's password."""

from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.password_bodies import NewPassword, PasswordLimit
from shared.web.caller import CurrentCaller
from shared.web.dependencies import PasswordChange
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.put("/api/v1/auth/me/password", status_code=204)
async def change_password(
    caller: CurrentCaller,
    body: NewPassword,
    _within_limit: PasswordLimit,
    origin: RequestOrigin,
    passwords: PasswordChange,
) -> None:
    """Change your password, and sign out everywhere else. A message tells you of it.

    The session that you send this with goes on. Links to reset your password no longer work.
    """
    passwords.change(caller, body.current_password, body.password, origin)


handler = lambda_handler(router)
