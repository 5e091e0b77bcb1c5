"""The skeleton asks for a caller as the endpoints of its area do."""

from __future__ import annotations

from typing import Annotated, get_origin

import shared.web.caller
from tools.endpoint import module_text


def test_the_callers_that_the_skeleton_knows_are_those_that_endpoints_may_ask_for() -> None:
    """An unknown name would make every new endpoint anonymous."""
    declared = {name for name, value in vars(shared.web.caller).items() if get_origin(value) is Annotated}
    assert set(module_text._CALLERS) == declared
