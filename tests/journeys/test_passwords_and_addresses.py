"""A forgotten password and a changed address, over HTTP and through the mailbox, by the owner and by a thief."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from tests.journeys.conftest import together
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct

ANOTHER, THIRD = "green lanterns beyond the bay", "seven quiet lamps on a hill"
CHANGED = "Your password was changed"


def browse(product: RunningProduct, method: str, page: str, **fields: str) -> tuple[int, str, str]:
    """Open a page, or send its form, as a browser does; return status, content security policy and text."""
    parts = urlsplit(product.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    path, form = f"/api/v1/auth/{page}", urlencode(fields)
    headers = {"accept": "text/html,application/xhtml+xml"}
    try:
        if method == "GET":
            connection.request("GET", f"{path}?{form}", headers=headers)
        else:
            headers["content-type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, form, headers)
        response = connection.getresponse()
        return response.status, response.headers["content-security-policy"], response.read().decode()
    finally:
        connection.close()


def assert_is_form(page: tuple[int, str, str], token: str) -> None:
    """The page has a form with the token, and neither a script nor the right to run one."""
    status, policy, text = page
    assert status == 200
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in text
    assert '<form method="post"' in text
    assert f'value="{token}"' in text


@together
def test_a_forgotten_password_is_chosen_anew_on_a_page_or_by_a_program(product: RunningProduct) -> None:
    olena = Person(product, "olena.passwords@example.com")
    olena.register()
    asked = [olena.send("POST", "/auth/forgot-password", {"email": email}) for email in (olena.email, "no@example.com")]
    assert asked[0] == asked[1]
    assert asked[0].status == 202
    token = olena.mailed_token("reset-password")
    for _ in range(2):
        assert_is_form(browse(product, "GET", "reset-password", token=token), token)
    assert olena.is_signed_in(), "to open the page changes nothing"

    status, _, text = browse(product, "POST", "reset-password", token=token, password="password")
    assert (status, 'role="alert"' in text, token in text) == (422, True, True)
    status, _, text = browse(product, "POST", "reset-password", token=token, password=ANOTHER)
    assert (status, "Your password is changed." in text) == (200, True)
    assert browse(product, "POST", "reset-password", token=token, password=THIRD)[0] == 400, "it works once"
    assert not olena.is_signed_in()
    assert olena.refresh(olena.tokens["refresh_token"]).status == 401
    assert olena.send("POST", "/contacts", {"first_name": "Grace"}).json()["code"] == "session_ended"
    olena.wait_for_mail(CHANGED)
    assert [olena.sign_in(password).status for password in (PASSWORD, THIRD, ANOTHER)] == [401, 401, 200]

    olena.send("POST", "/auth/forgot-password", {"email": olena.email})
    newer = olena.mailed_token("reset-password", but=token)
    assert olena.send("POST", "/auth/reset-password", {"token": newer, "password": THIRD}).status == 200
    again = olena.send("POST", "/auth/reset-password", {"token": newer, "password": THIRD})
    assert (again.status, again.json()["code"]) == (400, "invalid_link")
    assert olena.sign_in(THIRD).status == 200


@together
def test_whoever_changes_the_password_stays_signed_in_and_nobody_else(product: RunningProduct) -> None:
    here = Person(product, "taras.passwords@example.com")
    here.register()
    there = here.on_another_device()
    wrong = here.send("PUT", "/auth/me/password", {"current_password": THIRD, "password": ANOTHER})
    assert wrong.json()["errors"][0]["pointer"] == "/current_password"
    assert there.is_signed_in()
    assert here.send("PUT", "/auth/me/password", {"current_password": PASSWORD, "password": ANOTHER}).status == 204
    assert [person.is_signed_in() for person in (here, there)] == [True, False]
    assert here.refresh(here.tokens["refresh_token"]).status == 200
    assert there.refresh(there.tokens["refresh_token"]).status == 401
    here.wait_for_mail(CHANGED)
    assert [here.sign_in(password).status for password in (PASSWORD, ANOTHER)] == [401, 200]


@together
def test_an_address_is_changed_with_a_link_that_is_sent_there(product: RunningProduct) -> None:
    old, new = "taras.addresses@example.com", "franko.addresses@example.com"
    owner = Person(product, old)
    owner.register()
    move_to(new, owner)
    assert not owner.is_signed_in()
    assert owner.sign_in().status == 401, "the address is not that of an account"
    owner.email = new
    assert owner.sign_in().status == 200
    assert owner.send("GET", "/auth/me").json()["email"] == new


def move_to(email: str, person: Person) -> None:
    """Change the address of an account, as far as that goes by the pages of the product."""
    assert person.send("PUT", "/auth/me/email", {"current_password": PASSWORD, "email": email}).status == 202
    token = person.mailed_token("confirm-email", email)
    assert_is_form(browse(person.product, "GET", "confirm-email", token=token), token)
    assert person.send("GET", "/auth/me").json()["email"] == person.email, "to open the page changes nothing"
    assert browse(person.product, "POST", "confirm-email", token=token)[0] == 200
    assert browse(person.product, "POST", "confirm-email", token=token)[0] == 400, "it works once"


@together
def test_an_address_is_taken_back_from_a_thief(product: RunningProduct) -> None:
    old, new = "ada.addresses@example.com", "lovelace.addresses@example.com"
    owner = Person(product, old)
    owner.register()
    contact = owner.send("POST", "/contacts", {"first_name": "Grace"}).json()["id"]
    thief = owner.on_another_device()
    move_to(new, thief)
    thief.email = new
    assert thief.sign_in().status == 200
    move_to("byron.addresses@example.com", thief)
    undoing_the_undo = thief.mailed_token("undo-email-change")

    assert "7 days" in owner.wait_for_mail("Your e-mail address was changed")["text"]
    undoing = owner.mailed_token("undo-email-change")
    assert thief.send("POST", "/auth/register", {"email": old, "password": THIRD}).status == 201
    assert_is_form(browse(product, "GET", "undo-email-change", token=undoing), undoing)
    assert owner.send("POST", "/auth/undo-email-change", {"token": undoing}).status == 200
    assert owner.send("POST", "/auth/undo-email-change", {"token": undoing}).json()["code"] == "invalid_link"
    assert not thief.is_signed_in()
    assert thief.sign_in().status == 401
    assert owner.sign_in().json()["code"] == "invalid_credentials", "the thief knows that password"
    refused = thief.send("POST", "/auth/undo-email-change", {"token": undoing_the_undo})
    assert refused.json()["code"] == "invalid_link"

    token = owner.mailed_token("reset-password")
    assert owner.send("POST", "/auth/reset-password", {"token": token, "password": ANOTHER}).status == 200
    assert [owner.sign_in(password).status for password in (PASSWORD, THIRD, ANOTHER)] == [401, 401, 200]
    me = owner.send("GET", "/auth/me").json()
    assert (me["email"], me["is_verified"]) == (old, True)
    assert owner.send("GET", f"/contacts/{contact}").status == 200
    kinds = {event["kind"] for event in owner.send("GET", "/auth/events").json()["items"]}
    assert {"email_changed", "email_change_undone", "password_reset"} <= kinds
