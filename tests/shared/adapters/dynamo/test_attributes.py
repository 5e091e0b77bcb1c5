from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.adapters.dynamo.attributes import (
    ExpiryAttribute,
    MillisecondsAttribute,
    TextListAttribute,
    TextMapAttribute,
)

MOMENT = datetime(2026, 5, 17, 12, 0, 0, 123_000, tzinfo=UTC)


def test_milliseconds_are_kept_exactly_and_finer_parts_are_cut_off() -> None:
    attribute = MillisecondsAttribute()
    assert attribute.serialize(MOMENT) == "1779019200123"
    assert attribute.deserialize(attribute.serialize(MOMENT + timedelta(microseconds=999))) == MOMENT


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_any_year_survives(year: int) -> None:
    attribute = MillisecondsAttribute()
    moment = MOMENT.replace(year=year)
    assert attribute.deserialize(attribute.serialize(moment)) == moment


def test_a_time_of_any_zone_is_read_back_in_utc() -> None:
    attribute = MillisecondsAttribute()
    read = attribute.deserialize(attribute.serialize(MOMENT.astimezone(timezone(timedelta(hours=3)))))
    assert (read, read.tzinfo) == (MOMENT, UTC)


def test_an_expiry_is_rounded_up_to_whole_seconds() -> None:
    attribute = ExpiryAttribute()
    assert attribute.serialize(MOMENT) == "1779019201"
    assert attribute.serialize(MOMENT.replace(microsecond=0)) == "1779019200"


def test_texts_keep_their_order_and_keys() -> None:
    texts, names = TextListAttribute(), TextMapAttribute()
    assert list(texts.deserialize(texts.serialize(("b", "", "a")))) == ["b", "", "a"]
    assert names.deserialize(names.serialize({"null": "", "é": "ß"})) == {"null": "", "é": "ß"}
    assert texts.serialize(()) == []
