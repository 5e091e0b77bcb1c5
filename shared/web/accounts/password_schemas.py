"""The wire models of passwords."""

from typing import Annotated

from pydantic import Field

from shared.web.accounts.schemas import Email, Password
from shared.web.http.wire import Wire

CurrentPassword = Annotated[str, Field(max_length=1024, examples=["correct horse battery staple"])]
LinkToken = Annotated[str, Field(max_length=256, description="The token from the link in the message.")]


class ForgotPasswordIn(Wire):
    """The address of an account whose password is forgotten."""

    email: Email


class PasswordResetIn(Wire):
    """A new password, and the token that allows to set it."""

    token: LinkToken
    password: Password


class PasswordResetFormIn(Wire):
    """The same from the page, where people get an answer that they can read, whatever they have typed."""

    token: str = ""
    password: str = ""


class EmailChangeIn(Wire):
    """Another e-mail address, and the present password."""

    current_password: CurrentPassword
    email: Email


class PasswordChangeIn(Wire):
    """A new password, and the present one."""

    current_password: CurrentPassword
    password: Password
