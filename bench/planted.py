"""What no request of a client puts into the tables: the proof of an identity, and the first administrator."""

from __future__ import annotations

import base64
import hashlib

from local.stand_in import StandIn


def prove_identity(
    aws: StandIn, ephemeral_table: str, *, code: str, verifier: str, subject: str, email: str, issuer: str, until: float
) -> None:
    """Store what the end of a browser's way to a provider stores, until then (seconds since 1970).

    A client exchanges the code, with the verifier. The provider vouches for an ``email`` that is not empty.
    """
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    texts = {"provider": "github", "issuer": issuer, "subject": subject, "challenge": challenge, "full_name": "Ada"}
    item = (
        {name: {"S": text} for name, text in texts.items()}
        | ({"email": {"S": email}} if email else {})
        | {"pk": {"S": f"PROOF#{hashlib.sha256(code.encode()).hexdigest()}"}, "expires_at": {"N": f"{until:.0f}"}}
        | {"valid_until": {"N": f"{until * 1000:.0f}"}}
        | {name: {"BOOL": bool(email)} for name in ("email_verified", "email_vouched_for")}
    )
    aws.client("dynamodb").put_item(TableName=ephemeral_table, Item=item)


def let_be_admin(aws: StandIn, accounts_table: str, email: str, *, other: str) -> str:
    """Let the account with an address be an administrator, and return the id of the one with the other address."""
    dynamodb = aws.client("dynamodb")
    items = dynamodb.scan(TableName=accounts_table)["Items"]
    profiles = {item["canonical_email"]["S"]: item for item in items if item["sk"]["S"] == "PROFILE"}
    dynamodb.put_item(TableName=accounts_table, Item=profiles[email] | {"role": {"S": "admin"}})
    return str(profiles[other]["account_id"]["S"])
