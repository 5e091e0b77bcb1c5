"""The product as a client of the provider on this machine: what both of them know of it."""

from __future__ import annotations

import json
import secrets

from local.data_folder import DataFolder

PREFIX = "/_local/provider"
CLIENT_ID = "contacts-api"
PARAMETER = "identity-providers"
_FILE = "provider.json"


def load_client_secret(folder: DataFolder) -> str:
    """Return the secret of the client; a missing one is generated and stored."""
    known = folder.read(_FILE).get("client_secret")
    if isinstance(known, str):
        return known
    secret = secrets.token_urlsafe(32)
    folder.write(_FILE, {"client_secret": secret})
    return secret


def provider_parameter(url: str, secret: str) -> str:
    """Return the parameter that describes the provider of a product that is served at ``url``.

    It is there twice: by one of its names, what it says of addresses is trusted, and by the other it is not.
    """
    client = {"issuer": url + PREFIX, "client_id": CLIENT_ID, "client_secret": secret}
    return json.dumps(
        {
            "local": {"title": "Local provider", **client, "links_by_email": True},
            "local-unvouched": {"title": "Local provider, not trusted with addresses", **client},
        }
    )
