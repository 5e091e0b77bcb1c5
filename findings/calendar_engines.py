"""What JavaScript's engines show of our calendars, from 2024 to 2030, beside what should be shown.

    mkdir /tmp/engines && npm install --prefix /tmp/engines ical.js@2.2.1 node-ical@0.26.1 rrule@2.8.1
    TZ=UTC .venv/bin/python -m findings.calendar_engines /tmp/engines

Seen on 30 November 2026, Node 20.20.2, ical.js 2.2.1 (Nextcloud, Thunderbird), node-ical 0.26.1, rrule 2.8.1: all three
show every one of ten kinds of birthdays on its day, with 29 February on 28 February and on 1 March.

With a plain yearly rule from 29 February, which we never write, ical.js shows 1 March in common years, node-ical
28 February in all years, and rrule leap years only; ``--plain`` shows that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.calendars import LEAP_DAYS, birthday_calendar, expected_calendar

ENGINES = ("ical.js", "node-ical", "rrule")
_PROGRAM = Path(__file__).with_suffix(".mjs")
_RULE_OF_FEBRUARY = ";BYMONTH=2;BYMONTHDAY=-1"


def shown_by(engine: str, calendar: str, folder: str) -> dict[str, list[str]]:
    """Return the days that an engine shows, by the name of the contact."""
    command = ["node", str(_PROGRAM), folder, engine]
    done = subprocess.run(command, input=calendar, capture_output=True, text=True, check=True)  # noqa: S603
    shown: dict[str, list[str]] = json.loads(done.stdout)
    return shown


def main(folder: str, *, plain: bool) -> int:
    """Print, for each engine and leap day, what differs, and return how many of them differ."""
    differing = 0
    for engine in ENGINES:
        for leap_day in LEAP_DAYS:
            calendar = birthday_calendar(leap_day, alarm="-PT15H")
            if plain:
                calendar = calendar.replace(_RULE_OF_FEBRUARY, "")
            shown = shown_by(engine, calendar, folder)
            expected = {name: [str(day) for day in days] for name, days in expected_calendar(leap_day).items()}
            wrong = [name for name, days in expected.items() if shown.get(name) != days]
            differing += bool(wrong)
            print(engine, leap_day, "as it should" if not wrong else "differs:")  # noqa: T201
            for name in wrong:
                print("   ", name, shown.get(name), "instead of", expected[name])  # noqa: T201
    return differing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], plain="--plain" in sys.argv))
