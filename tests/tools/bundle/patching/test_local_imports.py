from __future__ import annotations

import sys

import pytest

from tools.bundle.patching.local_imports import with_local_import

SOURCE = """\
from __future__ import annotations
from colorsys import hls_to_rgb, rgb_to_hls
try:
    import colorsys as colors
except ImportError:
    colors = None

BLACK = 0

class Color:
    def mixed(self, other: hls_to_rgb) -> None:
        "Mix."
        if other:
            return [hls_to_rgb(*each) for each in other]
        return None

def lightness(*rgb):
    def light():
        return rgb_to_hls(*rgb)[1]
    return light()

def black():
    return BLACK
"""


def loaded_by(source: str) -> tuple[dict[str, object], bool]:
    """The names of a module, and whether making them has loaded ``colorsys``."""
    sys.modules.pop("colorsys", None)
    names: dict[str, object] = {}
    exec(compile(source, "edited", "exec"), names)
    return names, "colorsys" in sys.modules


def edited(*names: str) -> str:
    source = SOURCE
    for name in names:
        source = with_local_import(source, name)
    return source


def test_a_module_is_loaded_by_the_first_call_that_needs_it() -> None:
    names, is_loaded = loaded_by(edited("hls_to_rgb", "rgb_to_hls", "colors"))
    assert not is_loaded
    assert names["black"]() == 0  # type: ignore[operator]
    assert "colorsys" not in sys.modules
    assert names["lightness"](1, 1, 1) == 1  # type: ignore[operator]
    assert "colorsys" in sys.modules


def test_methods_have_the_import_for_all_that_is_in_them() -> None:
    names, _ = loaded_by(edited("hls_to_rgb", "rgb_to_hls", "colors"))
    assert names["Color"]().mixed([(0, 1, 0)]) == [(1, 1, 1)]  # type: ignore[operator]


def test_other_names_of_the_same_import_stay_where_they_are() -> None:
    names, is_loaded = loaded_by(edited("hls_to_rgb"))
    assert is_loaded
    assert "rgb_to_hls" in names
    assert "hls_to_rgb" not in names


def test_only_functions_that_use_a_name_import_it() -> None:
    assert edited("hls_to_rgb").count("from colorsys import hls_to_rgb\n") == 1


def test_of_several_attempts_to_import_the_first_is_taken() -> None:
    head = "try:\n    import json\nexcept ImportError:\n    import nowhere as json\n"
    source = f"{head}def read(text):\n    return json.loads(text)\n"
    names: dict[str, object] = {}
    exec(with_local_import(source, "json"), names)
    assert names["read"]("1") == 1  # type: ignore[operator]


@pytest.mark.parametrize(
    "use",
    ["json.loads", "def read(how=json.loads): ...", "class Reader(json.JSONDecoder): ...", "@json.loads\ndef f(): ..."],
)
def test_what_the_module_itself_needs_cannot_be_put_off(use: str) -> None:
    with pytest.raises(ValueError, match="'json' is not imported for functions alone"):
        with_local_import(f"import json\n{use}\n", "json")


def test_what_is_not_imported_is_not_what_was_meant() -> None:
    with pytest.raises(ValueError, match="'json' is not imported"):
        with_local_import("def json(): ...\n", "json")


@pytest.mark.parametrize(
    "source",
    [
        "import json\ndef read(json): return json.loads\n",
        "import json\ndef read(text):\n    json = text\n    return json.loads\n",
        "import xml.dom\nimport xml.sax\ndef read(text): return xml.sax.parseString(text)\n",
    ],
)
def test_a_name_that_means_more_than_one_thing_is_left_alone(source: str) -> None:
    name = source.split()[1].partition(".")[0]
    with pytest.raises(ValueError, match=f"'{name}' has more than one meaning"):
        with_local_import(source, name)
