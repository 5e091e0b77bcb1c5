"""A state says all that is known of a flow, to nobody but the browser that began it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.errors import InvalidProviderStateError
from shared.domain.accounts.identities import s256_challenge
from shared.domain.accounts.provider_flows import FLOW_TTL, ProviderFlow, opened, sealed
from shared.domain.keyrings import Keyring

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
KEYS = Keyring(signing_key_id="k1", secrets={"k1": b"1" * 32})
BROWSER = "b" * 43


def new_flow(redirect_to: str = "https://app.example.com/", client_state: str = "mine") -> ProviderFlow:
    return ProviderFlow(
        id="flow",
        provider="example",
        redirect_to=redirect_to,
        challenge="c" * 43,
        client_state=client_state,
        expires_at=NOON + FLOW_TTL,
    )


@given(st.text(), st.text())
def test_a_flow_comes_back_as_it_was(redirect_to: str, client_state: str) -> None:
    try:
        flow = new_flow(redirect_to, client_state)
        secrets = sealed(flow, browser=BROWSER, keyring=KEYS)
    except UnicodeEncodeError:
        return
    assert opened(secrets.state, browser=BROWSER, provider="example", keyring=KEYS, now=NOON) == (flow, secrets)


def test_all_secrets_of_a_flow_differ_and_are_long() -> None:
    secrets = sealed(new_flow(), browser=BROWSER, keyring=KEYS)
    made = [secrets.nonce, secrets.code_verifier, secrets.code]
    assert len({*made, secrets.state}) == 4
    assert {len(each) for each in made} == {43}
    assert not any(each in secrets.state for each in made)
    assert not any(each in repr(secrets) for each in made)


@given(st.data())
def test_a_state_that_was_changed_anywhere_is_refused(data: st.DataObject) -> None:
    state = sealed(new_flow(), browser=BROWSER, keyring=KEYS).state
    place = data.draw(st.integers(0, len(state) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda each: each != state[place]))
    with pytest.raises(InvalidProviderStateError):
        opened(state[:place] + other + state[place + 1 :], browser=BROWSER, provider="example", keyring=KEYS, now=NOON)


@given(st.text(max_size=200))
def test_a_text_is_no_state(text: str) -> None:
    with pytest.raises(InvalidProviderStateError):
        opened(text, browser=BROWSER, provider="example", keyring=KEYS, now=NOON)


def test_it_belongs_to_one_browser_one_provider_and_a_time() -> None:
    state = sealed(new_flow(), browser=BROWSER, keyring=KEYS).state
    late = NOON + FLOW_TTL
    opened(state, browser=BROWSER, provider="example", keyring=KEYS, now=late - timedelta(milliseconds=1))
    for browser, provider, now in (("x" * 43, "example", NOON), (BROWSER, "other", NOON), (BROWSER, "example", late)):
        with pytest.raises(InvalidProviderStateError):
            opened(state, browser=browser, provider=provider, keyring=KEYS, now=now)


def test_it_survives_a_rotation_of_the_key_and_not_its_end() -> None:
    state = sealed(new_flow(), browser=BROWSER, keyring=KEYS).state
    rotated = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32, **KEYS.secrets})
    opened(state, browser=BROWSER, provider="example", keyring=rotated, now=NOON)
    retired = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32})
    with pytest.raises(InvalidProviderStateError):
        opened(state, browser=BROWSER, provider="example", keyring=retired, now=NOON)


def test_the_challenge_is_that_of_rfc_7636() -> None:
    """Appendix B of the RFC."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert s256_challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
