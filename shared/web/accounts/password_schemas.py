"""The wire models of passwords."""

from typing import Annotated

from pydantic import Field

from shared.domain.accounts.account import MAX_TOKEN_LENGTH
from shared.web.accounts.schemas import AnotherPassword, Email, GivenPassword, NewEmail
from shared.web.http.wire import Wire

LinkToken = Annotated[
    str,
    Field(
        max_length=MAX_TOKEN_LENGTH,
        json_schema_extra={"minLength": 1},
        description="The `token` in the link of the message.",
    ),
]


class ForgotPasswordIn(Wire):
    """The address of an account whose password is forgotten."""

    email: Email


class PasswordResetIn(Wire):
    """A new password, and the token that allows to set it."""

    token: LinkToken
    password: AnotherPassword


class PasswordResetFormIn(Wire):
    """The same from the page, where people get an answer that they can read, whatever they have typed."""

    token: str = ""
    password: str = ""


class EmailChangeIn(Wire):
    """Another e-mail address, and the present password."""

    current_password: GivenPassword
    email: NewEmail


class PasswordChangeIn(Wire):
    """A new password, and the present one."""

    current_password: GivenPassword
    password: AnotherPassword
