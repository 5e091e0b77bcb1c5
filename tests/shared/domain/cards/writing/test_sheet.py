"""The properties of a card while it is being written."""

from __future__ import annotations

import pytest

from shared.domain.cards.writing.profiles import COMPATIBLE, OLD_PHONES, STANDARD, Profile
from shared.domain.cards.writing.sheet import Sheet


@pytest.mark.parametrize("profile", [STANDARD, COMPATIBLE, OLD_PHONES])
@pytest.mark.parametrize("sign", ["", ";", ",", "\\", "\n", "\r\n", "\r"])
def test_parts_are_escaped_as_each_is_by_itself(profile: Profile, sign: str) -> None:
    sheet = Sheet(profile)
    texts = ["", f"1 Main Street{sign}", f"{sign}Rome"]
    assert sheet.parts(texts) == ";".join(map(sheet.part, texts))
