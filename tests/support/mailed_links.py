"""Facts of the endpoints that a link in a message leads to: a page to look at, and what its button does."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, malformed, of
from tests.support.use_cases import UseCase

_UNKNOWN_TOKEN = 43 * "a"


def mailed_link(path: str, press: UseCase) -> EndpointFacts:
    """Return the facts of GET and POST of a path, whose button does what the use case does."""
    follow_link, press_button = f"GET {path}", f"POST {path}"
    return EndpointFacts(
        family=Family.SIGNING_UP,
        sample_answer=400,
        anonymous=True,
        journey=Visit(status=200, moment=Moment.SIGNING_IN),
        use_cases=(press,),
        scenarios=(
            of(follow_link, "200", path=f"{path}?token={_UNKNOWN_TOKEN}", signed_in=False),
            like(press, press_button, "200"),
            of(press_button, "400, an unknown token", signed_in=False, more={"json_body": {"token": _UNKNOWN_TOKEN}}),
            *malformed(press_button),
        ),
    )
