"""Keyrings: the first key signs, all verify."""

from __future__ import annotations

import pytest

from shared.domain.keyrings import Keyring

NEW, OLD = "b" * 43, "a" * 43


def test_the_first_key_signs_and_the_others_verify() -> None:
    keyring = Keyring.parse(f"new:{NEW}, old:{OLD}")
    assert keyring.signing_key_id == "new"
    assert keyring.signing_secret == keyring.secrets["new"] != keyring.secrets["old"]


@pytest.mark.parametrize(
    "text", ["", "new", "new:", f":{NEW}", "new:c2hvcnQ", f"new:{NEW},", "new:!" + NEW, f"new::{NEW}"]
)
def test_a_malformed_or_short_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - base64 and we ourselves word it differently
        Keyring.parse(text)
