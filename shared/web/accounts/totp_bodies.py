"""Request bodies of authenticators."""

from __future__ import annotations

from typing import Annotated

from shared.web.accounts.totp_schemas import TotpConfirmationIn
from shared.web.http.json_body import json_body

TotpConfirmation = Annotated[TotpConfirmationIn, json_body(TotpConfirmationIn)]
