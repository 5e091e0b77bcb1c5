"""From signing up to a synchronized copy, with the client that openapi-python-client makes."""

from __future__ import annotations

import re
import sys
import time

import httpx
from contacts_api_client import AuthenticatedClient, Client
from contacts_api_client.api.auth import log_in, register, verify_email
from contacts_api_client.api.contacts import create_contact, list_changes, list_contacts, patch_contact
from contacts_api_client.models import (
    ContactIn,
    ContactOut,
    ContactPatch,
    CredentialsIn,
    Problem,
    RegistrationIn,
    TokensOut,
    VerificationIn,
)


def main(api: str, email: str) -> None:
    password = "correct horse battery"
    client = Client(base_url=api)
    register.sync(client=client, body=RegistrationIn(email=email, password=password))
    verify_email.sync(client=client, body=VerificationIn(token=mailed_token(api, email)))
    tokens = log_in.sync(client=client, body=CredentialsIn(email=email, password=password))
    assert isinstance(tokens, TokensOut), tokens
    signed_in = AuthenticatedClient(base_url=api, token=tokens.access_token)
    contact = create_contact.sync(client=signed_in, body=ContactIn(first_name="x"))
    assert isinstance(contact, ContactOut), contact
    refused = create_contact.sync(client=signed_in, body=ContactIn(first_name="x" * 201))
    assert isinstance(refused, Problem), refused
    assert refused.code == "invalid_input"
    patched = patch_contact.sync(contact.id, client=signed_in, body=ContactPatch(notes="y"))
    assert (patched.notes, patched.first_name) == ("y", "x")
    assert len(list_contacts.sync(client=signed_in, q="x").items) == 1
    page = list_changes.sync(client=signed_in)
    assert [item.id for item in page.items] == [contact.id]
    assert not page.has_more


def mailed_token(api: str, email: str) -> str:
    while True:
        mails = httpx.get(f"{api}/_local/mailbox.json").json()
        for mail in mails:
            if mail["to"] == email and (found := re.search(r"verify-email\?token=(\S+)", mail["text"])):
                return found[1]
        time.sleep(0.5)


if __name__ == "__main__":
    main(*sys.argv[1:])
