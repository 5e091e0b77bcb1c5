"""The sample events of events/, made valid: with a token, for an account and a contact that exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Event = dict[str, Any]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SampleEvents:
    """The events in a folder: ``<area>/<endpoint>.json``. Functions are named after both: ``contacts.get``."""

    folder: Path

    def sample(self, name: str) -> Event:
        """Return the sample event of a function unchanged."""
        event: Event = json.loads(self.folder.joinpath(*name.split(".")).with_suffix(".json").read_bytes())
        return event

    def of_caller(self, name: str, *, token: str, ids: Mapping[str, str]) -> Event:
        """Return the sample event, with the token where it has one, and in its path these ids, by parameter."""
        has_token = "authorization" in self.sample(name).get("headers", {})
        return self.request(name, token=token if has_token else "", ids=ids)

    def request(
        self,
        name: str,
        *,
        token: str = "",
        body: Json | None = None,
        query: Mapping[str, str] | None = None,
        ids: Mapping[str, str] | None = None,
    ) -> Event:
        """Return the sample event of a route with these changes; ``body`` leaves out members that are None."""
        event = self.sample(name)
        for parameter, sample in event.get("pathParameters", {}).items():
            if ids and parameter in ids:
                event = json.loads(json.dumps(event).replace(sample, ids[parameter]))
        if token:
            event["headers"]["authorization"] = f"Bearer {token}"
        if body is not None:
            members = json.loads(event["body"]) | body
            event["body"] = json.dumps({key: value for key, value in members.items() if value is not None})
            event["headers"]["content-length"] = str(len(event["body"]))
        if query is not None:
            event["queryStringParameters"] = dict(query)
            event["rawQueryString"] = "&".join(f"{key}={value}" for key, value in query.items())
        return event

    def stream_record(self, name: str, item: Mapping[str, Json], keys: tuple[str, ...]) -> Event:
        """Return the sample event of a stream consumer with one record: the insertion of this item into the table."""
        event = self.sample(name)
        (record,) = event["Records"]
        change = {**record["dynamodb"], "Keys": {key: item[key] for key in keys}, "NewImage": dict(item)}
        event["Records"] = [{**record, "dynamodb": change}]
        return event
