"""The wire models of personal access tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from shared.domain.accounts.personal_token_rules import MAX_DAYS, MAX_NAME_LENGTH, USUAL_DAYS, PersonalTokenDraft
from shared.domain.accounts.personal_tokens import PersonalToken
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.scopes import GRANTABLE, Scope
from shared.services.accounts.personal_tokens import ListedPersonalToken, NewPersonalToken
from shared.web.http.wire import Wire
from shared.wiring import sources

GrantableScope = Literal["contacts:read", "contacts:write", "profile:read"]
_NAME_JSON: Any = {"type": "string", "minLength": 1, "maxLength": MAX_NAME_LENGTH}
Name = Annotated[
    str, Field(json_schema_extra=_NAME_JSON, description="What you call it.", examples=["Backup of my contacts"])
]
Scopes = Annotated[
    list[GrantableScope],
    Field(
        json_schema_extra={"maxItems": len(GRANTABLE)},
        examples=[["contacts:read"]],
        description="What it allows: `contacts:read` to read contacts and what belongs to them, `contacts:write` to "
        "change them, `profile:read` to read your profile. None includes another.",
    ),
]
ExpiresAt = Annotated[datetime, Field(examples=["2027-05-17T12:00:00Z"], description="When it stops working.")]


MAX_TIME_LENGTH = 64
"""Of a time in RFC 3339."""


class PersonalTokenIn(Wire):
    """A new token. It works until `expires_at` or for so many `days`."""

    name: Name
    scopes: Scopes
    expires_at: Annotated[
        str | None,
        Field(
            max_length=MAX_TIME_LENGTH,
            json_schema_extra={"format": "date-time"},
            examples=[None],
            description=f"When it stops working, at most {MAX_DAYS} days from now.",
        ),
    ] = None
    days: Annotated[
        int | None,
        Field(ge=1, le=MAX_DAYS, examples=[90], description=f"For how many days; {USUAL_DAYS} if you say neither."),
    ] = None

    def to_draft(self) -> PersonalTokenDraft:
        """Return the draft."""
        return PersonalTokenDraft(name=self.name, scopes=self.scopes, expires_at=self.expires_at, days=self.days)


def personal_token_problems(body: Any) -> Sequence[FieldProblem]:
    """Return the rules of tokens that a body breaks which may not have the form of one, as far as it has."""
    given = body if isinstance(body, dict) else {}
    name, expires_at = given.get("name", "any"), given.get("expires_at")
    draft = PersonalTokenDraft(
        name=name if isinstance(name, str) else "any",
        scopes=() if given.get("scopes") == [] else GRANTABLE[:1],
        expires_at=expires_at if isinstance(expires_at, str) else None,
    )
    try:
        draft.checked(sources.now())
    except InvalidInputError as error:
        return error.problems
    return ()


class PersonalTokenOut(Wire):
    """A personal access token, without the token itself."""

    id: Annotated[str, Field(examples=["01JD9Z6M3K8QF5T2V7W4X0Y1R4"])]
    name: Name
    scopes: Scopes
    created_at: Annotated[datetime, Field(examples=["2026-05-17T09:30:00Z"])]
    expires_at: ExpiresAt
    last_used_at: Annotated[
        datetime | None,
        Field(examples=["2026-05-17T11:00:00Z"], description="The hour in which it was last used; null if unknown."),
    ]

    @classmethod
    def of(cls, listed: ListedPersonalToken) -> Self:
        """Return a token as its owner sees it."""
        return cls(**_members(listed.token), last_used_at=listed.last_used_at)


class NewPersonalTokenOut(PersonalTokenOut):
    """A personal access token, which is shown only in this response."""

    token: Annotated[
        str,
        Field(
            examples=["cta_XdiC35Qd9nb6yJj1sAXK3tnpn567bERgxL6x1UOwac"],
            description="The token. Only a hash of it is kept. As a regular expression: `cta_[0-9A-Za-z]{42}`.",
        ),
    ]

    @classmethod
    def made(cls, made: NewPersonalToken) -> Self:
        """Return a new token as its owner sees it."""
        return cls(**_members(made.token), last_used_at=None, token=made.text)


class PersonalTokenListOut(Wire):
    """The personal access tokens of an account that work."""

    items: Annotated[
        Sequence[PersonalTokenOut],
        Field(
            examples=[
                [
                    {
                        "id": "01JD9Z6M3K8QF5T2V7W4X0Y1R4",
                        "name": "Backup of my contacts",
                        "scopes": ["contacts:read"],
                        "created_at": "2026-05-17T09:30:00Z",
                        "expires_at": "2027-05-17T12:00:00Z",
                        "last_used_at": "2026-05-17T11:00:00Z",
                    }
                ]
            ]
        ),
    ]


def _members(token: PersonalToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": [scope.value for scope in Scope if scope in token.scopes],
        "created_at": token.created_at,
        "expires_at": token.expires_at,
    }
