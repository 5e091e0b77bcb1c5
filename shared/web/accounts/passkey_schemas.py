"""The wire models of passkeys. Credentials and options are those of browsers (WebAuthn Level 3, section 5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field

from shared.domain.accounts.passkeys import MAX_NAME_LENGTH, AssertionAnswer, AttestationAnswer, Passkey
from shared.web.http.wire import ReadOnly, Wire

CredentialId = Annotated[str, Field(max_length=1364, examples=["AQEBAQEBAQEBAQEBAQEBAQ"])]
ClientData = Annotated[str, Field(alias="clientDataJSON", max_length=8192, examples=["eyJ0eXBlIjoid2ViYXV0aG4..."])]
Challenge = Annotated[str, Field(examples=["q3Zr0pS9d1mYx7uVtN4bLk2hJc8wEaFgGi5oTlRnPsQx1yZ2"])]
Name = Annotated[str, Field(max_length=256, description=f"1 to {MAX_NAME_LENGTH} characters.", examples=["My phone"])]


class FromBrowser(Wire):
    """What a browser makes. Newer browsers may add members, which are ignored."""

    model_config = ConfigDict(extra="ignore")


class AttestationIn(FromBrowser):
    """The response of a new credential."""

    client_data: ClientData
    attestation_object: Annotated[str, Field(alias="attestationObject", max_length=16384, examples=["o2NmbXRkbm9u..."])]
    transports: Annotated[Sequence[Annotated[str, Field(max_length=64)]], Field(max_length=16)] = ()


class NewCredentialIn(FromBrowser):
    """A new credential: `credential.toJSON()` of what `navigator.credentials.create` returns."""

    id: CredentialId
    type: Literal["public-key"] = "public-key"
    response: AttestationIn

    def to_answer(self) -> AttestationAnswer:
        """Return what the browser sent."""
        return AttestationAnswer(
            credential_id_base64url=self.id,
            client_data_base64url=self.response.client_data,
            attestation_object_base64url=self.response.attestation_object,
            transports=self.response.transports,
        )


class AssertionIn(FromBrowser):
    """The response of a credential that was used."""

    client_data: ClientData
    authenticator_data: Annotated[
        str, Field(alias="authenticatorData", max_length=4096, examples=["SZYN5YgOjGh0NBcPZHZgW4..."])
    ]
    signature: Annotated[str, Field(max_length=4096, examples=["MEUCIQDNrG..."])]
    user_handle: Annotated[str | None, Field(alias="userHandle", max_length=88)] = None


class CredentialIn(FromBrowser):
    """A credential that was used: `credential.toJSON()` of what `navigator.credentials.get` returns."""

    id: CredentialId
    type: Literal["public-key"] = "public-key"
    response: AssertionIn

    def to_answer(self) -> AssertionAnswer:
        """Return what the browser sent."""
        return AssertionAnswer(
            credential_id_base64url=self.id,
            client_data_base64url=self.response.client_data,
            authenticator_data_base64url=self.response.authenticator_data,
            signature_base64url=self.response.signature,
            user_handle_base64url=self.response.user_handle,
        )


class PasskeyIn(Wire):
    """A new passkey. Without a name it has that of the browser and the system."""

    credential: NewCredentialIn
    name: Name | None = None


class PasskeyNameIn(Wire):
    """Another name for a passkey. Members that only the service writes may be included, and are ignored."""

    name: Name
    id: ReadOnly = None
    credential_id: ReadOnly = None
    transports: ReadOnly = None
    is_backed_up: ReadOnly = None
    created_at: ReadOnly = None
    last_used_at: ReadOnly = None


class PasskeyLoginIn(Wire):
    """A passkey in the place of an address and a password."""

    credential: CredentialIn


_EXAMPLE = {
    "id": "72cd6e8422c407fb6d098690f1130b7ded7ec2f7f5e1d30bd9d521f015363793",
    "name": "My phone",
    "credential_id": "AQEBAQEBAQEBAQEBAQEBAQ",
    "transports": ["internal", "hybrid"],
    "is_backed_up": True,
    "created_at": "2026-05-17T12:00:00Z",
    "last_used_at": "2026-05-18T08:30:00Z",
}


class PasskeyLoginOptionsIn(Wire):
    """What a passkey is asked for: the second factor of a sign-in; without a challenge, the whole sign-in."""

    challenge: Annotated[
        str | None, Field(max_length=256, description="`second_factor.challenge` of the response to the first step.")
    ] = None


class PasskeyOut(Wire):
    """A passkey."""

    id: Annotated[str, Field(examples=["72cd6e8422c407fb6d098690f1130b7ded7ec2f7f5e1d30bd9d521f015363793"])]
    name: Name
    credential_id: Annotated[
        CredentialId,
        Field(description="Its id in browsers; a page may pass those of a list to `signalAllAcceptedCredentials`."),
    ]
    transports: Annotated[
        Sequence[str], Field(description="How browsers reach the device.", examples=[["internal", "hybrid"]])
    ]
    is_backed_up: Annotated[
        bool,
        Field(description="Whether it was kept by more than one device when it was last used.", examples=[True]),
    ]
    created_at: Annotated[datetime, Field(examples=["2026-05-17T12:00:00Z"])]
    last_used_at: Annotated[
        datetime | None,
        Field(description="When it last signed in; null if it has not yet.", examples=["2026-05-18T08:30:00Z"]),
    ]

    @classmethod
    def of(cls, passkey: Passkey) -> Self:
        """Return a passkey as its owner sees it."""
        return cls(
            id=passkey.id,
            name=passkey.name,
            credential_id=passkey.credential_id_base64url,
            transports=passkey.transports,
            is_backed_up=passkey.is_backed_up,
            created_at=passkey.created_at,
            last_used_at=passkey.last_used_at,
        )


class PasskeyListOut(Wire):
    """The passkeys of an account."""

    items: Annotated[Sequence[PasskeyOut], Field(examples=[[_EXAMPLE]])]


class CreationOptionsOut(Wire):
    """What a browser needs to make a passkey (PublicKeyCredentialCreationOptionsJSON)."""

    rp: Annotated[dict[str, str], Field(examples=[{"id": "api.example.com", "name": "Contacts"}])]
    user: Annotated[
        dict[str, str],
        Field(examples=[{"id": "MDFKRDlaNk0zSzhRRjVUMlY3VzRYMFkxUjI", "name": "ada@example.com", "displayName": ""}]),
    ]
    challenge: Challenge
    pubKeyCredParams: Annotated[  # noqa: N815 - the name is that of the standard
        Sequence[dict[str, Any]], Field(examples=[[{"type": "public-key", "alg": -8}]])
    ]
    timeout: Annotated[int, Field(description="Milliseconds.", examples=[120000])]
    excludeCredentials: Annotated[  # noqa: N815
        Sequence[dict[str, Any]], Field(description="The passkeys that you have already.", examples=[[]])
    ]
    authenticatorSelection: Annotated[  # noqa: N815
        dict[str, Any], Field(examples=[{"residentKey": "required", "userVerification": "required"}])
    ]
    attestation: Annotated[Literal["none"], Field(examples=["none"])]
    extensions: Annotated[dict[str, Any], Field(examples=[{"credProps": True}])]


class RequestOptionsOut(Wire):
    """What a browser needs to use a passkey (PublicKeyCredentialRequestOptionsJSON)."""

    rpId: Annotated[str, Field(examples=["api.example.com"])]  # noqa: N815
    challenge: Challenge
    timeout: Annotated[int, Field(description="Milliseconds.", examples=[120000])]
    allowCredentials: Annotated[  # noqa: N815
        Sequence[dict[str, Any]], Field(description="Empty: any passkey of the service.", examples=[[]])
    ]
    userVerification: Annotated[Literal["required", "discouraged"], Field(examples=["required"])]  # noqa: N815
