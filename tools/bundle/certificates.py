"""Write the root certificates by which AWS services are trusted: ``python -m tools.bundle.certificates``.

Every certificate of AWS is issued under one of five roots (https://www.amazontrust.com/repository/). A new process
loads these in a tenth of the time that all public roots take. The public roots, from certifi, are still used for
connections to other hosts.
"""

from __future__ import annotations

import re
import ssl
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import certifi

ROOTS = (
    "Amazon Root CA 1",
    "Amazon Root CA 2",
    "Amazon Root CA 3",
    "Amazon Root CA 4",
    "Starfield Services Root Certificate Authority - G2",
)
WRITTEN = Path("shared", "adapters", "aws", "amazon_roots.pem")

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate of an authority; ``pem`` is the complete certificate."""

    name: str
    not_after: datetime
    pem: str


def read_certificates(bundle: str) -> list[Certificate]:
    """Return the certificates of a PEM file in their order, without the text between them."""
    return [_read(pem) for pem in _PEM.findall(bundle)]


def render(certificates: list[Certificate]) -> str:
    """Return a PEM file with the roots of AWS, selected from these. Raises KeyError if one is missing."""
    by_name = {certificate.name: certificate for certificate in certificates}
    return "\n".join(f"# {name}\n{by_name[name].pem}" for name in ROOTS)


def main() -> int:
    """Rewrite the file from the certificates in certifi, and return the exit status."""
    WRITTEN.write_text(render(read_certificates(certifi.contents())), encoding="ascii")
    return 0


def _read(pem: str) -> Certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pem)
    fields: dict[str, Any] = context.get_ca_certs()[0]
    subject = dict(pair for names in fields["subject"] for pair in names)
    name = str(subject.get("commonName", ""))  # a few old authorities have none
    not_after = datetime.fromtimestamp(ssl.cert_time_to_seconds(fields["notAfter"]), UTC)
    return Certificate(name=name, not_after=not_after, pem=pem)


if __name__ == "__main__":
    sys.exit(main())
