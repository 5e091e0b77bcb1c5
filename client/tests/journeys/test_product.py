"""The commands against the service as ``make run`` serves it."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contacts.service.service import Service
from contacts.signing_in import session
from contacts.transport.connection import Connection
from tests.support.command import contacts
from tests.support.product import Product

pytestmark = pytest.mark.xdist_group("product")


def test_a_wrong_password_is_told_in_one_sentence(product: Product) -> None:
    done = contacts(
        "login", "--url", product.url, "--email", product.email, "--password-stdin", stdin="wrong password\n"
    )
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("contacts: ")
    assert done.err.count("\n") == 1


def test_whoami_shows_the_account_and_the_service(account: Product) -> None:
    done = contacts("whoami")
    assert done.code == 0
    assert account.email in done.out
    assert account.url in done.out
    assert contacts("whoami", "--json").json["profile"]["email"] == account.email


def test_after_logout_nobody_is_signed_in(product: Product, home: Path) -> None:
    """In a session of its own: the service ends it."""
    arguments = ("login", "--url", product.url, "--email", product.email, "--password-stdin")
    assert contacts(*arguments, stdin=f"{product.password}\n").code == 0
    token = json.loads((home / "session.json").read_text())["token"]
    assert contacts("logout").code == 0
    assert contacts("whoami", CONTACTS_TOKEN=token, CONTACTS_URL=product.url).code == 3
    assert list(home.iterdir()) == []
    assert contacts("whoami").code == 3


def test_the_token_is_readable_for_its_owner_only(account: Product, home: Path) -> None:
    (path,) = home.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_search_shows_whom_it_finds(account: Product) -> None:
    every = contacts("export", "--format", "json").json
    someone = next(one for one in every if one["first_name"] and one["last_name"])
    done = contacts("search", someone["first_name"], someone["last_name"])
    assert done.code == 0
    assert someone["last_name"] in done.out
    found = contacts("search", someone["first_name"], someone["last_name"], "--json").json
    assert someone["id"] in {one["id"] for one in found}


def test_a_search_without_hits_is_no_error(account: Product) -> None:
    done = contacts("search", "qqqqqzzzzz")
    assert (done.code, done.out) == (0, "")
    assert "Nobody was found." in done.err


def test_birthdays_come_soonest_first(account: Product) -> None:
    found = contacts("birthdays", "--days", "366", "--json").json
    days = [one["next_birthday"] for one in found]
    assert days
    assert days == sorted(days)
    assert contacts("birthdays", "--days", "366").out.count("\n") == len(found)


def test_an_export_in_json_has_everybody(account: Product, tmp_path: Path) -> None:
    done = contacts("export", str(tmp_path / "all.json"))
    every = json.loads((tmp_path / "all.json").read_text())
    assert done.code == 0
    assert len({one["id"] for one in every}) == len(every) >= 3
    assert f"{len(every)} contacts in" in done.err


def test_a_token_from_the_environment_needs_no_sign_in(account: Product, home: Path) -> None:
    token = json.loads((home / "session.json").read_text())["token"]
    (home / "session.json").unlink()
    done = contacts("whoami", CONTACTS_TOKEN=token, CONTACTS_URL=account.url)
    assert done.code == 0
    assert account.email in done.out
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("name", ["all.vcf", "all.csv", "all.jscontact"])
def test_an_export_is_fetched_by_its_link_and_changes_nothing_when_it_is_imported(
    account: Product, tmp_path: Path, name: str
) -> None:
    before = contacts("export", "--format", "json").json
    done = contacts("export", str(tmp_path / name))
    assert done.code == 0, done.err
    assert f"{len(before)} contacts in" in done.err
    again = contacts("import", str(tmp_path / name), "--json")
    assert again.code == 0, again.err
    assert again.json["outcomes"]["created"] == again.json["outcomes"]["merged"] == 0
    assert contacts("export", "--format", "json").json == before


def test_a_sign_in_renews_itself(product: Product, home: Path) -> None:
    arguments = ("login", "--url", product.url, "--email", product.email, "--password-stdin")
    assert contacts(*arguments, stdin=f"{product.password}\n").code == 0
    kept = json.loads((home / "session.json").read_text())
    (home / "session.json").write_text(json.dumps({**kept, "ends_at": "2026-01-01T00:00:00+00:00"}))
    assert contacts("whoami").code == 0
    renewed = json.loads((home / "session.json").read_text())
    assert (renewed["token"], renewed["refresh_token"]) != (kept["token"], kept["refresh_token"])
    assert contacts("logout").code == 0


def test_a_personal_access_token_reads_and_no_more(product: Product, home: Path) -> None:
    arguments = ("login", "--url", product.url, "--email", product.email, "--password-stdin")
    assert contacts(*arguments, stdin=f"{product.password}\n").code == 0
    token = session.load(now=datetime.now(UTC)).token
    service = Service(product.url, token, Connection())
    made = service.json("POST", "/auth/tokens", body={"name": "x", "scopes": ["contacts:read"]})
    done = contacts("login", "--url", product.url, "--token", "--password-stdin", stdin=f"{made['token']}\n")
    assert done.code == 0
    assert contacts("birthdays").code == 0
    (home / "one.csv").write_text("First name\nAda\n")
    assert "contacts:write" in contacts("import", str(home / "one.csv")).err
    service.send("DELETE", f"/auth/tokens/{made['id']}")
    assert contacts("birthdays").code == 3
