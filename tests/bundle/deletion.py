"""A part of the journey: somebody deletes their account, keeps it, deletes it again, and it is erased."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from local.stand_in import StandIn
from shared.domain.accounts.erasure import SETTLING
from tests.bundle.changed_credentials import EMAIL, THIRD, use_link
from tools.template import Template

if TYPE_CHECKING:
    from tests.bundle.journey import Journey

_DAY_SECONDS = 24 * 60 * 60


class Erasures:
    """The register of erasures, and what time does to it."""

    def __init__(self, aws: StandIn, template: Template) -> None:
        self._aws = aws
        self._accounts = template.tables["AccountsTable"].name

    def let_pass(self, seconds: float) -> None:
        """Let what is due, and what was closed, be so by as much earlier."""
        dynamodb = self._aws.client("dynamodb")
        items = dynamodb.scan(TableName=self._accounts)["Items"]
        for item in (each for each in items if each["sk"]["S"].startswith("DUE#")):
            dynamodb.delete_item(TableName=self._accounts, Key={name: item[name] for name in ("pk", "sk")})
            earlier = f"{int(item['due_at']['N']) - seconds * 1000:.0f}"
            due = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(earlier) / 1000))
            moved = item | {"sk": {"S": f"DUE#{due}#{item['account_id']['S']}"}, "due_at": {"N": earlier}}
            if "closed_at" in item:
                moved["closed_at"] = {"N": f"{int(item['closed_at']['N']) - seconds * 1000:.0f}"}
            dynamodb.put_item(TableName=self._accounts, Item=moved)
            key = {"pk": {"S": f"ACCOUNT#{item['account_id']['S']}"}, "sk": {"S": "PROFILE"}}
            profile = dynamodb.get_item(TableName=self._accounts, Key=key).get("Item")
            if profile is not None:
                dynamodb.put_item(TableName=self._accounts, Item=profile | {"erase_at": {"N": earlier}})


def delete_account(journey: Journey) -> None:
    """Delete the account of ``changed_credentials``, keep it, delete it again, and let it be erased."""
    _delete(journey)
    use_link(journey, "auth.keep_account", EMAIL)
    _delete(journey)
    journey.erasures.let_pass(7 * _DAY_SECONDS + 1)
    assert journey.erase_accounts() == {"erased": 0, "settling": 1, "postponed": 0}
    journey.erasures.let_pass(SETTLING.total_seconds())
    assert journey.erase_accounts() == {"erased": 1, "settling": 0, "postponed": 0}


def _delete(journey: Journey) -> None:
    token = journey.request("auth.login", body={"email": EMAIL, "password": THIRD}).body["access_token"]
    deleted = journey.request("profile.delete", token=token)
    assert deleted.answer["statusCode"] == 202
