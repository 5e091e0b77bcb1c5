"""Sessions over HTTP: they go on, they end, and whoever copies a refresh token ends one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.journeys.conftest import together
from tests.support.person import PASSWORD, Person
from tests.support.product import ROOT, RunningProduct, running_product

TABS = 6


@together
def test_a_session_goes_on_until_a_refresh_token_is_used_again(product: RunningProduct) -> None:
    olena = Person(product, "olena.sessions@example.com")
    olena.register()
    first = olena.tokens["refresh_token"]
    # The tabs of a browser refresh at the same moment; the responses of some may be lost.
    with ThreadPoolExecutor(TABS) as tabs:
        refreshed = list(tabs.map(olena.refresh, [first] * TABS))
    assert {answer.status for answer in refreshed} == {200}
    assert len({answer.json()["refresh_token"] for answer in refreshed}) == 1
    second = refreshed[0].json()["refresh_token"]
    assert second != first
    third = olena.refresh(second).json()
    olena.tokens = third
    assert olena.is_signed_in()

    reused = olena.refresh(first)
    assert (reused.status, reused.json()["code"]) == (401, "invalid_refresh_token")
    assert olena.refresh(third["refresh_token"]).status == 401, "nothing of that session works"
    assert not olena.is_signed_in()
    olena.wait_for_mail("We signed out one of your devices")
    assert olena.sign_in().status == 200
    kinds = [event["kind"] for event in olena.send("GET", "/auth/events").json()["items"]]
    assert kinds == ["signed_in", "refresh_token_reused", "signed_in"]


@together
def test_signing_out_ends_one_session_and_ending_all_ends_the_others(product: RunningProduct) -> None:
    phone = Person(product, "taras.sessions@example.com")
    phone.register()
    laptop, tablet = phone.on_another_device(), phone.on_another_device()
    shown = phone.send("GET", "/auth/sessions").json()["items"]
    assert [session["is_current"] for session in shown] == [False, False, True]

    assert tablet.send("POST", "/auth/logout").status == 204
    assert tablet.refresh(tablet.tokens["refresh_token"]).status == 401
    assert [person.is_signed_in() for person in (phone, laptop, tablet)] == [True, True, False]

    assert phone.send("DELETE", f"/auth/sessions/{shown[1]['id']}").status == 204
    assert [person.is_signed_in() for person in (phone, laptop)] == [True, False]

    laptop = phone.on_another_device()
    contact = {"first_name": "Grace"}
    assert laptop.send("POST", "/contacts", contact).status == 201
    assert phone.send("DELETE", "/auth/sessions").status == 204
    assert [person.is_signed_in() for person in (phone, laptop)] == [True, False]
    assert laptop.refresh(laptop.tokens["refresh_token"]).status == 401
    refused = laptop.send("POST", "/contacts", contact)
    assert (refused.status, refused.json()["code"]) == (401, "session_ended")
    assert phone.send("POST", "/contacts", contact).status == 201

    assert phone.send("DELETE", "/auth/sessions?include_current=true").status == 204
    assert not phone.is_signed_in()
    assert phone.sign_in(PASSWORD).status == 200, "at once, within the same second"
    assert phone.is_signed_in()
    assert len(phone.send("GET", "/auth/sessions").json()["items"]) == 1


def test_after_a_hard_kill_sessions_are_as_they_were(tmp_path: Path) -> None:
    with running_product(ROOT, tmp_path / "data", "--no-demo") as product:
        olena = Person(product, "olena@example.com")
        olena.register()
        ended = olena.on_another_device()
        used = olena.tokens["refresh_token"]
        assert ended.send("POST", "/auth/logout").status == 204
        olena.tokens = olena.refresh(used).json()
        product.kill_everything()
    port = product.url.rpartition(":")[2]
    # The address is the issuer of the tokens.
    with running_product(ROOT, tmp_path / "data", "--no-demo", "--port", port) as product:
        olena.product = ended.product = product
        assert [person.is_signed_in() for person in (olena, ended)] == [True, False]
        assert olena.refresh(olena.tokens["refresh_token"]).status == 200
        assert olena.refresh(used).status == 401, "it is used again"
        assert not olena.is_signed_in()
