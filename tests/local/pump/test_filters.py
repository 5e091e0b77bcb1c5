from __future__ import annotations

from typing import Any

import pytest

from local.pump.filters import UnsupportedPatternError, matches_any, require_supported

RECORD = {"eventName": "INSERT", "dynamodb": {"NewImage": {"pending": {"S": "1"}, "tags": {"SS": ["a", "b"]}}}}


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ({"eventName": ["INSERT"]}, True),
        ({"eventName": ["REMOVE", "INSERT"]}, True),
        ({"eventName": ["REMOVE"]}, False),
        ({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"pending": {"S": [{"exists": True}]}}}}, True),
        ({"dynamodb": {"NewImage": {"sent": {"S": [{"exists": True}]}}}}, False),
        ({"dynamodb": {"NewImage": {"sent": {"S": [{"exists": False}]}}}}, True),
        ({"dynamodb": {"NewImage": {"pending": {"S": [{"anything-but": ["1"]}]}}}}, False),
        ({"dynamodb": {"NewImage": {"pending": {"S": [{"anything-but": "2"}]}}}}, True),
        ({"dynamodb": {"NewImage": {"sent": {"S": [{"anything-but": "2"}]}}}}, False),
        ({"dynamodb": {"NewImage": {"tags": {"SS": ["b"]}}}}, True),
        ({"eventName": [{"prefix": "INS"}]}, True),
        ({"eventName": [{"prefix": "REM"}]}, False),
        ({"eventName": {"deeper": ["INSERT"]}}, False),
        ({"eventName": [1]}, False),
    ],
)
def test_a_pattern_fits_or_not(pattern: dict[str, Any], matches: bool) -> None:
    require_supported([pattern])
    assert matches_any(RECORD, [pattern]) is matches


def test_one_of_several_patterns_is_enough() -> None:
    assert matches_any(RECORD, [{"eventName": ["REMOVE"]}, {"eventName": ["INSERT"]}])


def test_without_patterns_everything_is_wanted() -> None:
    assert matches_any(RECORD, [])


def test_an_unknown_comparison_is_told_before_any_record_comes() -> None:
    with pytest.raises(UnsupportedPatternError, match="numeric"):
        require_supported([{"dynamodb": {"NewImage": {"n": {"N": [{"numeric": ["=", 1]}]}}}}])
