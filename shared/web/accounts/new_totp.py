"""The wire model of a new authenticator, which has a QR code: nobody else loads what draws that."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from shared.services.accounts.authenticators import NewAuthenticator
from shared.web.accounts.qr_codes import qr_svg
from shared.web.http.wire import Wire


class NewTotpOut(Wire):
    """What an authenticator app needs. It is not shown again."""

    secret: Annotated[
        str,
        Field(
            description="The secret in base32 (RFC 4648), for typing it into an app: SHA-1, six digits, 30 seconds.",
            examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"],
        ),
    ]
    otpauth_uri: Annotated[
        str,
        Field(
            description="The link that has all of it, for the device on which it is shown.",
            examples=[
                "otpauth://totp/Contacts:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Contacts"
            ],
        ),
    ]
    qr_svg: Annotated[
        str,
        Field(
            description="The same link as a QR code, for the camera of another device: an SVG image on a white ground.",
            examples=['<svg width="180" height="180">...</svg>'],
        ),
    ]
    expires_at: Annotated[
        datetime, Field(description="Until when a code can confirm it.", examples=["2026-05-17T13:00:00Z"])
    ]

    @classmethod
    def of(cls, authenticator: NewAuthenticator) -> Self:
        """Return an authenticator as its owner sees it, once."""
        return cls(
            secret=authenticator.secret,
            otpauth_uri=authenticator.uri,
            qr_svg=qr_svg(authenticator.uri),
            expires_at=authenticator.expires_at,
        )
