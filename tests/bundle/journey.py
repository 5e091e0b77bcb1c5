"""A journey through the service, on which functions of the artifact do their normal work."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bench.planted import let_be_admin, prove_identity
from local.stand_in import StandIn
from tests.bundle.changed_credentials import change_credentials
from tests.bundle.conftest import Invocation, Invoke
from tests.bundle.deletion import Erasures, delete_account
from tests.bundle.identities import prove_the_sample, use_identities
from tests.bundle.mails import Mails
from tests.bundle.second_factor import protect_account
from tests.support.facts import Moment, Visit, facts_of_functions
from tests.support.identity_builders import ISSUER
from tools.template import Template

Json = dict[str, Any]
Sample = Callable[[str], Json]

ANSWERS = {name: facts.sample_answer for name, facts in facts_of_functions().items() if facts.sample_answer is not None}
"""The status of each function's response to its sample event."""
WITHOUT_ROUTES = tuple(name for name, facts in facts_of_functions().items() if facts.sample_answer is None)
VISITS = {name: facts.journey for name, facts in facts_of_functions().items() if facts.journey is not None}
"""The visits of functions with a route that the journey calls."""
EMAIL = "journey@example.com"
LATE_EMAIL = "late@example.com"
OTHER_EMAIL = "other@example.com"


class Journey:
    """The journey, and the result of each step."""

    def __init__(self, invoke: Invoke, sample: Sample, aws: StandIn, template: Template) -> None:
        self._invoke = invoke
        self._sample = sample
        self._aws = aws
        self._buckets = template.buckets.values()
        self._changes = template.tables["ChangesTable"].name
        self._contacts = template.tables["ContactsTable"].name
        self._accounts = template.tables["AccountsTable"].name
        self._ephemeral = template.tables["EphemeralTable"].name
        self.mails = Mails(aws, template)
        self.erasures = Erasures(aws, template)
        self._done: dict[str, list[Invocation]] = {}
        self._ids: dict[str, str] = {"operation_id": "r1", "name": "github"}  # of the first change, and of a provider

    def walk(self, visits: Mapping[str, Visit]) -> dict[str, list[Invocation]]:
        """Register, sign in, make all other visits in order of their moments, and let the sweeper send late mail.

        In the end somebody else changes their password and their address, has a second factor for a while, and deletes
        their account.
        """
        self.request("auth.register", body={"email": EMAIL})
        self.send_pending_mail()
        self.request("auth.resend_verification", body={"email": EMAIL})
        self.send_pending_mail()
        for _ in range(2):
            self.request("auth.verify_email", query={"token": self.mails.token("verify-email", EMAIL)})
        token = self.request("auth.login", body={"email": EMAIL}).body["access_token"]
        self.request("auth.register", body={"email": EMAIL})
        self.send_pending_mail()
        self._become_admin()
        in_order = sorted(visits.items(), key=lambda item: item[1].moment.value)
        for name, visit in (each for each in in_order if each[1].moment is Moment.CREATING):
            self._visit(name, visit, token)
        self._create_another_contact(token)
        prove_the_sample(self)
        for name, visit in (each for each in in_order if each[1].moment is Moment.USING):
            self._visit(name, visit, token)
        self._forget_what_numbers_say()
        self._run_tasks()
        self._ids["session_id"] = _session_of(token)
        for name, visit in (each for each in in_order if each[1].moment in {Moment.DELETING, Moment.LEAVING}):
            self._visit(name, visit, token)
        self._let_what_runs_by_itself_run()
        change_credentials(self)
        protect_account(self)
        use_identities(self)
        delete_account(self)
        return self._done

    def _let_what_runs_by_itself_run(self) -> None:
        due = self._let_what_is_in_the_trash_be_due()
        purged = self._call("scheduled.purge_trash", self._sample("scheduled.purge_trash"))
        assert purged.answer["started"] == (1 if due else 0)
        self._run_tasks()
        self._relay_changes()
        self._call("streams.take_snapshots", self._snapshot_due())
        self._send_late_mail()
        self._let_mail_bounce()

    def _become_admin(self) -> None:
        """Let whoever travels be an administrator, and let there be an account of somebody else."""
        self.request("auth.register", body={"email": OTHER_EMAIL})
        self.send_pending_mail()
        self.request("auth.verify_email", query={"token": self.mails.token("verify-email", OTHER_EMAIL)})
        self._ids["account_id"] = let_be_admin(self._aws, self._accounts, EMAIL, other=OTHER_EMAIL)

    def know(self, parameter: str, value: str) -> None:
        """Let a path parameter take this in later requests."""
        self._ids[parameter] = value

    def prove_identity(self, subject: str, email: str, *, code: str, verifier: str) -> None:
        """Let a browser have come back from a provider; the code is valid for as long as the journey may take."""
        until = time.time() + 3600
        prove_identity(
            self._aws,
            self._ephemeral,
            code=code,
            verifier=verifier,
            subject=subject,
            email=email,
            issuer=ISSUER,
            until=until,
        )

    def _visit(self, name: str, visit: Visit, token: str) -> None:
        for query in visit.queries:
            body = dict(visit.body(self._ids)) if visit.body else None
            answer = self.request(name, token=token, query=query, body=body, takes=visit.takes)
            if visit.keeps:
                self._ids |= visit.keeps(answer.body)
            if visit.gives:
                self._ids[visit.gives] = answer.body["id"]
                self._ids[f"url_{visit.gives}"] = (answer.body.get("url") or "").rpartition("/")[2]
                if "method" in answer.body:
                    self._upload_to(answer.body["url"])
                self._ids[f"{visit.gives.removesuffix('_id')}_etag"] = answer.answer["headers"].get("etag", "")

    def _upload_to(self, url: str) -> None:
        """Store a file where a link leads to."""
        [bucket] = [name for name in self._buckets if f"/{name}/" in url]
        key = urlsplit(url).path.partition(f"/{bucket}/")[2]
        card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Example\r\nEND:VCARD\r\n"
        self._aws.client("s3").put_object(Bucket=bucket, Key=key, Body=card)

    def _create_another_contact(self, token: str) -> None:
        event = self._sample("contacts.create")
        event["headers"] |= {"authorization": f"Bearer {token}", "idempotency-key": "another-contact"}
        created = self._invoke("contacts.create", event)
        self._ids["other_contact_id"] = created.body["id"]
        self._ids["other_contact_etag"] = created.answer["headers"]["etag"]

    def request(
        self,
        name: str,
        *,
        body: Json | None = None,
        query: Mapping[str, str] | None = None,
        token: str = "",
        takes: Mapping[str, str] | None = None,
        method: str = "",
        **environment: str,
    ) -> Invocation:
        """Send the sample event of a function with these changes; further arguments are part of its environment."""
        event = self._sample(name)
        if method:
            event["requestContext"]["http"]["method"] = method
        if body:
            event["body"] = json.dumps(json.loads(event["body"]) | body)
        if query:
            event["queryStringParameters"] = event.get("queryStringParameters", {}) | query
            event["rawQueryString"] = "&".join(
                f"{key}={value}" for key, value in event["queryStringParameters"].items()
            )
        if token:
            event["headers"]["authorization"] = f"Bearer {token}"
        for parameter, sample in event.get("pathParameters", {}).items():
            known = (takes or {}).get(parameter, parameter)
            assert known in self._ids, f"{name}: no visit before it gives {known} (tests/support/facts.py)"
            event = json.loads(json.dumps(event).replace(sample, self._ids[known]))
        return self._call(name, event, **environment)

    def send_pending_mail(self) -> None:
        """Pass pending mail to the sender, as the table's stream would."""
        event = self._sample("streams.send_mail")
        (record,) = event["Records"]
        event["Records"] = [
            {**record, "dynamodb": {**record["dynamodb"], "Keys": {"id": item["id"]}, "NewImage": item}}
            for item in self.mails.pending()
        ]
        assert self._call("streams.send_mail", event).answer == {"batchItemFailures": []}

    def _forget_what_numbers_say(self) -> None:
        """Let the numbers of contacts not have been read yet, so that the task that reads them has something to do."""
        for item in self._book_items("C#"):
            members = json.loads(item["document"]["S"])
            members["phones"] = [
                {name: value for name, value in phone.items() if name != "e164"} for phone in members.get("phones", [])
            ]
            document = {"document": {"S": json.dumps(members)}}
            self._aws.client("dynamodb").put_item(TableName=self._contacts, Item=item | document)

    def erase_accounts(self) -> Json:
        """Call the schedule that erases accounts, and return what it says."""
        answer: Json = self._call("scheduled.erase_accounts", self._sample("scheduled.erase_accounts")).answer
        return answer

    def _run_tasks(self) -> None:
        """Pass the operations that have not ended to the worker, as the queue would; and one that does not exist."""
        event = self._sample("queues.run_tasks")
        (record,) = event["Records"]
        for item in self._book_items("OP#"):
            message = {"book_id": item["book_id"]["S"], "operation_id": item["item_id"]["S"].removeprefix("OP#")}
            event["Records"] = [{**record, "body": json.dumps(message)}]
            assert self._call("queues.run_tasks", event).answer == {"batchItemFailures": []}
        states = {item["kind"]["S"]: item["state"]["S"] for item in self._book_items("OP#")}
        assert set(states.values()) <= {"done", "cancelled"}, states

    def _snapshot_due(self) -> Json:
        """Return the event that asks for a snapshot of the book, as the bus would pass it on."""
        event = self._sample("streams.take_snapshots")
        event["detail"]["book_id"] = self._book_items("BOOK")[0]["book_id"]["S"]
        return event

    def _relay_changes(self) -> None:
        """Pass the history to the relay, as the table's stream would."""
        event = self._sample("streams.relay_changes")
        (record,) = event["Records"]
        event["Records"] = [
            {**record, "dynamodb": {**record["dynamodb"], "Keys": _keys(item), "NewImage": _without_bytes(item)}}
            for item in self._aws.client("dynamodb").scan(TableName=self._changes)["Items"]
        ]
        assert self._call("streams.relay_changes", event).answer == {"batchItemFailures": []}

    def _book_items(self, prefix: str) -> list[Json]:
        items = self._aws.client("dynamodb").scan(TableName=self._contacts)["Items"]
        return [item for item in items if item["item_id"]["S"].startswith(prefix)]

    def _send_late_mail(self) -> None:
        """Let messages be left to the sweeper, one of them since its address has had as many as an hour allows."""
        self.mails.forget()
        for email in (LATE_EMAIL, EMAIL):
            self.request("auth.register", body={"email": email})
        self.mails.fill_the_hour(LATE_EMAIL)
        self.request("auth.register", body={"email": LATE_EMAIL})
        self.mails.age_pending()
        self._call("scheduled.sweep_outbox", self._sample("scheduled.sweep_outbox"))

    def _let_mail_bounce(self) -> None:
        event = self._sample("streams.record_mail_feedback")
        event["detail"]["mail"]["tags"]["mail_id"] = [self.mails.all()[0]["id"]["S"]]
        assert self._call("streams.record_mail_feedback", event).answer == {"recorded": True}

    def _let_what_is_in_the_trash_be_due(self) -> bool:
        """Let what is in the trash have been there for long; return whether there is anything."""
        trashed = [item for item in self._book_items("C#") if "due_key" in item]
        for item in trashed:
            due_key = {"due_key": {"S": f"2026-01-01#{item['book_id']['S']}"}}
            self._aws.client("dynamodb").put_item(TableName=self._contacts, Item=item | due_key)
        return bool(trashed)

    def _call(self, name: str, event: Json, **environment: str) -> Invocation:
        invocation = self._invoke(name, event, **environment)
        self._done.setdefault(name, []).append(invocation)
        return invocation


def _keys(item: Json) -> Json:
    return {name: item[name] for name in ("book_id", "revision")}


def _without_bytes(item: Json) -> Json:
    return {name: value for name, value in item.items() if "B" not in value}


def _session_of(token: str) -> str:
    """Return the session that an access token belongs to."""
    payload = token.split(".")[1]
    return str(json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sid"])
