"""Links that a page would run as a script, wherever a contact may have a link."""

from __future__ import annotations

import pytest

from shared.domain.contacts.details import ContactDetails, Handle, TextValue
from shared.domain.contacts.links import link_problems

HARMFUL = [
    "javascript:alert(1)",
    "JavaScript:x",
    "java\u200bscript:x",
    "\u2060javascript\u00ad:x",
    "vbscript:x",
    "data:,x",
]
HARMLESS = [
    "example.com",
    "https://example.com/javascript:x",
    "mailto:ada@example.com",
    "xmpp:a",
    "javascript",
    "tel:1",
]


def refused(details: ContactDetails) -> list[str]:
    assert {each.code for each in link_problems(details)} <= {"invalid_url"}
    return [each.pointer for each in link_problems(details)]


def in_all_places(url: str) -> ContactDetails:
    return ContactDetails(
        urls=(TextValue(value="https://example.com"), TextValue(value=url)),
        handles=(Handle(value=url),),
        localizations={"uk": {"urls/u1/value": url, "handles/a/b/value": url, "handles/h/service": "data:"}},
    )


@pytest.mark.parametrize("url", HARMFUL)
def test_a_link_that_would_run_as_a_script_is_refused_wherever_it_stands(url: str) -> None:
    assert refused(in_all_places(url)) == [
        "/urls/1/value",
        "/handles/0/value",
        "/localizations/uk/urls~1u1~1value",
        "/localizations/uk/handles~1a~1b~1value",
    ]


@pytest.mark.parametrize("url", HARMLESS)
def test_any_other_link_is_somebody_elses_business(url: str) -> None:
    assert refused(in_all_places(url)) == []


@pytest.mark.parametrize("url", [*HARMFUL, "ftp://example.com", "example.com/a.png", "http\u200b://example.com"])
def test_a_foreign_photo_is_on_the_web_in_every_language(url: str) -> None:
    details = ContactDetails(photo_url=url, localizations={"uk": {"photo_url": url}})
    assert refused(details) == ["/photo_url", "/localizations/uk/photo_url"]


def test_photos_on_the_web_are_taken() -> None:
    url = "HTTPS://example.com/a.png"
    assert refused(ContactDetails(photo_url=url, localizations={"uk": {"photo_url": url}})) == []


def test_words_that_look_like_links_are_text_where_no_link_is() -> None:
    details = ContactDetails(
        notes="javascript:x", custom=(TextValue(value="data:"),), localizations={"uk": {"notes": "data:"}}
    )
    assert refused(details) == []
