"""A small service that keeps the contract of imports: it counts cards, and remembers them by UID."""

from __future__ import annotations

import re
from typing import Any

from tests.support.scripted_server import Answer, Request, answer, problem

ACCOUNT = {"id": "account-1", "email": "ada@example.com", "is_verified": True, "full_name": None}
_CARD = re.compile(r"BEGIN:VCARD.*?END:VCARD", re.DOTALL)


class FakeImports:
    """``refused`` are the names of people whose cards fail; an import takes ``polls`` requests to end."""

    def __init__(self, *, refused: tuple[str, ...] = (), polls: int = 1) -> None:
        self.refused = refused
        self.polls = polls
        self.state = "done"
        self.table: dict[str, Any] | None = None
        self.contacts: dict[str, str] = {}
        self.files: list[bytes] = []
        self.options: list[dict[str, str]] = []
        self.mappings: list[Any] = []
        self.imports: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, bytes] = {}
        self.starts = 0
        self.by_key: dict[str, tuple[bytes, str]] = {}

    def __call__(self, request: Request) -> Answer:
        path = request.path.removeprefix("/api/v1")
        if request.method == "PUT" and path.startswith("/bucket/"):
            self.uploads[path.rpartition("/")[2]] = request.content
            return Answer() if "authorization" not in request.headers else problem(400, "Only one way to sign.")
        if request.headers.get("authorization") != "Bearer token":
            return problem(401, "The access token has expired.")
        match request.method, path.split("/")[1:]:
            case "GET", ["auth", "me"]:
                found = answer(ACCOUNT)
            case "POST", ["imports", "uploads"]:
                found = self._link(request)
            case "POST", ["imports"]:
                found = self._start(request)
            case "GET", ["imports", import_id]:
                found = self.status(import_id)
            case "GET", ["imports", import_id, "rows"]:
                found = self._rows(import_id, request)
            case _:
                found = problem(404, "There is no such route.")
        return found

    def _link(self, request: Request) -> Answer:
        upload_id = f"upload-{len(self.uploads) + 1}"
        host = request.headers["host"]
        headers = {"content-length": str(request.json["size_bytes"])}
        return answer(
            {"id": upload_id, "method": "PUT", "url": f"http://{host}/bucket/{upload_id}", "headers": headers}, 201
        )

    def _start(self, request: Request) -> Answer:
        self.starts += 1
        content = request.content
        if len(content) > 1024 * 1024:
            return answer({"message": "Request Entity Too Large"}, 413)
        media_type = request.headers["content-type"]
        mapping = None
        if media_type == "application/json":
            mapping = request.json["mapping"]
            if request.json["upload"] not in self.uploads:
                return problem(422, "There is no such file, or no longer.", code="invalid_input")
            content = self.uploads[request.json["upload"]]
        key = request.headers["idempotency-key"]
        if key in self.by_key:
            before, import_id = self.by_key[key]
            same = before == request.content
            return (
                self.status(import_id, 202)
                if same
                else problem(409, "This key was used before.", code="idempotency_key_reused")
            )
        import_id = f"import-{len(self.imports) + 1}"
        self.by_key[key] = request.content, import_id
        self.files.append(content)
        self.options.append(dict(request.query))
        self.mappings.append(mapping)
        rows = self._carry_out(content.decode(), dry_run=request.query.get("dry_run") == "true")
        self.imports[import_id] = {"rows": rows, "polls": self.polls, "dry_run": "dry_run" in request.query}
        return self.status(import_id, 202)

    def _carry_out(self, content: str, *, dry_run: bool) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for number, card in enumerate(_CARD.findall(content), start=1):
            name, uid = (re.search(f"{word}:(.*?)\r?\n", card)[1] for word in ("FN", "UID"))  # type: ignore[index]
            outcome = "failed" if name in self.refused else self._outcome(uid, card)
            if not dry_run and outcome != "failed":
                self.contacts[uid] = card
            failed = {
                "detail": "This cannot be.",
                "errors": [{"pointer": "/notes", "code": "x", "detail": "Too long."}],
            }
            rows.append({
                "row": number, "line": 1, "name": name, "outcome": outcome, "contact_id": None,
                "problem": failed if outcome == "failed" else None, "notices": [], "more_notices": 0,
            })  # fmt: skip
        return rows

    def _outcome(self, uid: str, card: str) -> str:
        if uid not in self.contacts:
            return "created"
        return "unchanged" if self.contacts[uid] == card else "merged"

    def status(self, import_id: str, status: int = 200) -> Answer:
        found = self.imports[import_id]
        found["polls"] -= status == 200
        rows = found["rows"]
        counts = {
            name: sum(row["outcome"] == name for row in rows)
            for name in ("created", "merged", "unchanged", "skipped", "failed")
        }
        ended = found["polls"] <= 0
        return answer({
            "id": import_id, "state": self.state if ended else "running", "done": len(rows) if ended else 0,
            "total": len(rows), "rows": counts, "problem": None, "dry_run": found["dry_run"], "format": "vcard",
            "table": self.table,
        }, status)  # fmt: skip

    def _rows(self, import_id: str, request: Request) -> Answer:
        wanted = request.query.get("outcome")
        rows = [row for row in self.imports[import_id]["rows"] if wanted in {None, row["outcome"]}]
        first = int(request.query.get("cursor", 0))
        more = str(first + 1) if first + 1 < len(rows) else None
        return answer({"items": rows[first : first + 1], "next_cursor": more})
