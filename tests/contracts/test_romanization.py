"""Letters of all scripts in Latin ones."""

from __future__ import annotations

import subprocess
import sys

import pytest

from shared.adapters.romanization import romanized
from shared.services.ports.romanization import Romanization

ADAPTERS: list[Romanization] = [romanized]


@pytest.fixture(params=ADAPTERS)
def romanize(request: pytest.FixtureRequest) -> Romanization:
    adapter: Romanization = request.param
    return adapter


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Олена", "Olena"),
        ("张伟", "ZhangWei"),
        ("김철수", "GimCheolSu"),
        ("Ελένη", "Eleni"),
        ("ნინო", "nino"),
        ("", ""),
    ],
)
def test_letters_of_every_script_become_latin_ones(romanize: Romanization, text: str, latin: str) -> None:
    assert romanize(text) == latin


@pytest.mark.parametrize("text", ["ﷺ", "😀", "\ue000", "\ud800", "\U0010ffff", "ь", "½", "\u200b"])
def test_whatever_there_is_the_result_is_ascii(romanize: Romanization, text: str) -> None:
    assert romanize(text).isascii()


def test_ascii_stays_as_it_is(romanize: Romanization) -> None:
    text = "".join(map(chr, range(128)))
    assert romanize(text) == text


def test_the_library_is_loaded_for_other_letters_only() -> None:
    code = (
        "import sys; from shared.adapters.romanization import romanized; romanized('Ann');"
        "assert 'anyascii' not in sys.modules; romanized('Є'); assert 'anyascii' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
