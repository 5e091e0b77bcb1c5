"""Codes of authenticator apps (RFC 4226, RFC 6238), as apps show them and as people type them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.authenticator_app import AuthenticatorApp
from shared.domain.accounts.totp import STEP_SECONDS, Totp, base32, hotp, normal_code, otpauth_uri, present_step
from shared.domain.errors import SecretsUnavailableError
from shared.domain.keyrings import Keyring

RFC_SECRET = b"12345678901234567890"
KEYS = Keyring(signing_key_id="k1", secrets={"k1": b"1" * 32, "k0": b"0" * 32})
NOW = datetime(2026, 11, 30, 12, 0, 20, tzinfo=UTC)
STEP = timedelta(seconds=STEP_SECONDS)
TOTP = Totp(account_id="ann", salt="5a17", key_id="k1", created_at=NOW)
ZEROS = "0٠۰०０𝟎"


@pytest.mark.parametrize(
    ("counter", "code"),
    list(
        enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])
    ),
)
def test_the_codes_of_rfc_4226(counter: int, code: str) -> None:
    assert hotp(RFC_SECRET, counter) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_of_rfc_6238(seconds: int, code: str) -> None:
    """Its appendix B, of whose eight digits the last six are shown."""
    assert hotp(RFC_SECRET, present_step(datetime.fromtimestamp(seconds, UTC))) == code


def app() -> AuthenticatorApp:
    return AuthenticatorApp(base32(TOTP.secret(KEYS)))


@given(seconds=st.integers(60, 4_000_000_000))
def test_an_app_shows_what_the_service_expects(seconds: int) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert TOTP.step_of(app().code(now), KEYS, now) == present_step(now)


@pytest.mark.parametrize(("seconds", "is_right"), [(-51, False), (-50, True), (0, True), (39, True), (40, False)])
def test_a_clock_may_be_a_step_off_and_no_more(seconds: int, *, is_right: bool) -> None:
    """At 20 seconds of a step, those of 50 seconds before and 39 after are in the step before and the one after."""
    code = app().code(NOW + timedelta(seconds=seconds))
    assert (TOTP.step_of(code, KEYS, NOW) is not None) is is_right


def test_used_and_older_codes_are_refused() -> None:
    present = present_step(NOW)
    used = replace(TOTP, last_step=present)
    assert used.step_of(app().code(NOW), KEYS, NOW) is None
    assert used.step_of(app().code(NOW - STEP), KEYS, NOW) is None
    assert used.step_of(app().code(NOW + STEP), KEYS, NOW) == present + 1


def test_a_code_that_two_steps_have_is_used_for_the_latest() -> None:
    """It happens once in half a million: then neither of them can be used again."""
    seen: dict[str, int] = {}
    secret = TOTP.secret(KEYS)
    step = next(
        step
        for step in range(1, 3_000_000)
        if step - seen.get(code := hotp(secret, step), -9) <= 2 or seen.update({code: step})
    )
    now = datetime.fromtimestamp((step - 1) * STEP_SECONDS, UTC)
    assert TOTP.step_of(hotp(secret, step), KEYS, now) == step


def test_the_secret_depends_on_account_salt_and_key() -> None:
    others = [TOTP, replace(TOTP, account_id="bob"), replace(TOTP, salt="5a18"), replace(TOTP, key_id="k0")]
    secrets = {each.secret(KEYS) for each in others}
    assert len(secrets) == 4
    assert {len(secret) for secret in secrets} == {20}
    assert replace(TOTP, created_at=NOW + STEP, last_step=4).secret(KEYS) == TOTP.secret(KEYS)


def test_without_its_key_there_is_no_telling() -> None:
    with pytest.raises(SecretsUnavailableError):
        replace(TOTP, key_id="gone").step_of("123456", KEYS, NOW)


@given(code=st.from_regex(r"[0-9]{6}", fullmatch=True), zero=st.sampled_from(ZEROS), data=st.data())
def test_a_code_is_read_in_every_script_and_with_blanks(code: str, zero: str, data: st.DataObject) -> None:
    blanks = st.text(" \t\n\r-\u00a0\u2009\u3000\u2013\u200e\u202c\ufeff", max_size=2)
    typed = "".join(data.draw(blanks) + chr(ord(zero) + int(digit)) for digit in code) + data.draw(blanks)
    assert normal_code(typed) == code


@given(typed=st.text(max_size=40))
def test_a_code_is_six_digits_or_nothing(typed: str) -> None:
    code = normal_code(typed)
    assert code is None or (len(code) == 6 and code.isascii() and code.isdigit())


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "½23456", "②23456", "+123456", "1.2345", " " * 33, "12X3456", "x123456"]
)
def test_nothing_else_is_a_code(typed: str) -> None:
    assert normal_code(typed) is None


def test_a_code_may_have_blanks_up_to_a_length() -> None:
    assert normal_code(f"123456{' ' * 26}") == "123456"
    assert normal_code(f"123456{' ' * 27}") is None


def test_the_secret_stays_so_that_apps_go_on_working() -> None:
    assert TOTP.secret(KEYS).hex() == "21f9ffc7cf81df13c94f7d99f1b44d14dadc8567"


@given(address=st.emails() | st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()))
def test_the_link_names_the_account_and_the_service(address: str) -> None:
    parts = urlsplit(otpauth_uri(RFC_SECRET, address))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == f"/Contacts:{address}"
    assert parse_qs(parts.query) == {"secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], "issuer": ["Contacts"]}


def test_the_link_is_in_the_form_that_apps_read() -> None:
    assert otpauth_uri(RFC_SECRET, "ann@example.com") == (
        "otpauth://totp/Contacts:ann%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Contacts"
    )
    assert "/totp/Contacts:a%2Fb%40example.com?" in otpauth_uri(RFC_SECRET, "a/b@example.com")
