"""Every block of docs/using-accounts.md, and of the README, runs against the product, and does what the page says."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, page
from tests.support.guide import ACCOUNTS, blocks, for_product, run_in_browser, run_in_shell
from tests.support.person import Person
from tests.support.product import ROOT, RunningProduct

pytestmark = together

PASSWORD = "correct horse battery"
LAST_PASSWORD = "green lanterns beyond the bay sea"


def signed_up(product: RunningProduct, email: str) -> Person:
    """Return somebody who has signed up as docs/using-the-api.md says."""
    person = Person(product, email)
    assert person.send("POST", "/auth/register", {"email": email, "password": PASSWORD}).status == 201
    assert person.send("POST", "/auth/verify-email", {"token": person.mailed_token("verify-email")}).status == 200
    return person


def make_admin(product: RunningProduct) -> str:
    """Return ``make`` as a function of the shell, which makes administrators of this product."""
    command = shlex.join(
        ["env", "-C", str(ROOT), sys.executable, "-m", "local.change_role", "--data", str(product.data)]
    )
    return f'make() {{ {command} "${{2#EMAIL=}}"; }}\n'


def test_every_flow_of_an_account_runs_in_a_shell(product: RunningProduct, tmp_path: Path) -> None:
    ada = signed_up(product, "ada.accounts@example.com")
    text = for_product("\n".join(blocks("sh", ACCOUNTS)), product, ada.email)
    output = run_in_shell(make_admin(product) + text, tmp_path)
    assert "cta_" not in output, "a token is shown once, and kept here"
    assert "profile.json" in output
    with ZipFile(tmp_path / "everything.zip") as archive:
        assert archive.testzip() is None

    assert ada.sign_in(LAST_PASSWORD).status == 200
    me = ada.send("GET", "/auth/me").json()
    assert (me["email"], me["is_verified"]) == (ada.email, True)
    kinds = {event["kind"] for event in ada.send("GET", "/auth/events?limit=100").json()["items"]}
    assert kinds >= {
        "signed_in", "session_ended", "password_reset", "password_changed", "email_changed", "email_change_undone",
        "totp_activated", "recovery_code_used", "recovery_codes_made", "totp_removed", "identity_linked",
        "identity_unlinked", "personal_token_created", "personal_token_revoked", "role_changed", "deletion_requested",
        "deletion_undone",
    }  # fmt: skip
    [grace] = ada.send("GET", "/admin/accounts?email=grace@example.com").json()["items"]
    assert (grace["role"], grace["is_disabled"]) == ("admin", False)


@pytest.fixture
def tab(product: RunningProduct, tmp_path: Path) -> Iterator[Page]:
    assert CHROMIUM is not None, "passkeys are made by browsers: apt-get install chromium"
    with page(tmp_path / "profile") as opened:
        opened.open(f"{product.url}/_local/passkeys")  # which leads to localhost, where browsers make passkeys
        opened.wait_for("location.hostname === 'localhost'")
        opened.add_authenticator()
        yield opened


def test_a_passkey_is_made_and_signs_in(product: RunningProduct, tab: Page) -> None:
    hedy = signed_up(product, "hedy.accounts@example.com")
    assert hedy.sign_in(PASSWORD).status == 200
    then = "\nconsole.log(tokens.access_token);"
    output = run_in_browser("\n".join(blocks("js", ACCOUNTS)) + then, tab, token=f"'{hedy.tokens['access_token']}'")
    hedy.tokens = {"access_token": output}
    [made] = hedy.send("GET", "/auth/me/passkeys").json()["items"]
    assert made["name"] == "My laptop"
    assert made["last_used_at"] is not None


def test_every_block_of_the_readme_runs_in_a_shell(product: RunningProduct, tmp_path: Path) -> None:
    """But for those that are about this repository; and its owner opens the link, where the README says so."""
    email = "ada.readme@example.com"
    of_the_api = [block for block in blocks("sh", ROOT / "README.md") if "make " not in block]
    sign_up, *others = (for_product(block, product, email) for block in of_the_api)
    assert "is_verified" in run_in_shell(sign_up, tmp_path)
    ada = Person(product, email)
    assert ada.send("POST", "/auth/verify-email", {"token": ada.mailed_token("verify-email")}).status == 200
    output = run_in_shell("\n".join(others), tmp_path)
    assert '"code":' not in output.replace('"code":null', ""), "nothing was refused"
    assert '"first_name":"Grace"' in output
    assert "BEGIN:VCARD" in (tmp_path / "contacts.vcf").read_text(encoding="utf-8")
    assert output.count('"items":[{"id"') >= 3
