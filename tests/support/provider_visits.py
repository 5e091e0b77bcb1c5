"""Browsers that sign in with a provider, and clients that exchange what they come back with."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from shared.domain.accounts.identities import ProvenIdentity
from tests.support.client import Answer, Client
from tests.support.identity_builders import CHALLENGE, VERIFIER, proven
from tests.support.wiring import REDIRECT_TO, MemoryWiring

PROVIDERS = "/api/v1/auth/providers"
EXCHANGE = "/api/v1/auth/login/provider"
IDENTITIES = "/api/v1/auth/identities"
FORM = "application/x-www-form-urlencoded"


def parameters_of(url: str) -> dict[str, str]:
    """Return the query of a URL."""
    return dict(parse_qsl(urlsplit(url).query))


@dataclass
class Browser:
    """A browser, which keeps its cookies."""

    client: Client
    wired: MemoryWiring
    cookies: dict[str, str] = field(default_factory=dict)

    def request(self, method: str, path: str, **more: object) -> Answer:
        """Send a request with all cookies, and keep what is set."""
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"accept": "text/html", **({"cookie": sent} if sent else {})}
        answer = self.client.request(method, path, headers=headers, **more)  # type: ignore[arg-type]
        if "set-cookie" in answer.headers:
            name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def start(self, provider: str = "example", **query: str) -> Answer:
        """Begin to sign in."""
        asked = {"redirect_to": REDIRECT_TO, "code_challenge": CHALLENGE, **query}
        return self.request("GET", f"{PROVIDERS}/{provider}/start?{urlencode(asked)}")

    def come_back(self, started: Answer, person: ProvenIdentity, provider: str = "example") -> Answer:
        """Come back from the provider as somebody."""
        code = f"code of {person.subject}"
        self.wired.identity_providers.find(provider).people[code] = person  # type: ignore[attr-defined]
        query = {"state": parameters_of(started.headers["location"])["state"], "code": code}
        return self.request("GET", f"{PROVIDERS}/{provider}/callback?{urlencode(query)}")

    def prove(self, person: ProvenIdentity | None = None) -> str:
        """Sign in with the provider as somebody, and return the code that the client gets."""
        answer = self.come_back(self.start(), person or proven())
        assert answer.status == 303, answer.text
        return parameters_of(answer.headers["location"])["code"]

    def log_in(self, person: ProvenIdentity | None = None) -> Answer:
        """Sign in with the provider as somebody, and exchange the code for tokens."""
        return self.client.request("POST", EXCHANGE, json_body=exchange(self.prove(person)))


def exchange(code: str, code_verifier: str = VERIFIER) -> dict[str, str]:
    """Return the body that exchanges a code."""
    return {"code": code, "code_verifier": code_verifier}
