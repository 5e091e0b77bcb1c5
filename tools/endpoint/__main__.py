"""Write the skeleton of an endpoint: ``make endpoint NAME=contacts/count ROUTE="GET /api/v1/contacts/count"``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.endpoint.endpoint import Endpoint, EndpointError
from tools.endpoint.places import write_endpoint
from tools.template.document import TemplateError

_LEFT = """\
It deploys, answers 204 and does nothing. What is left, in this order (docs/adding-an-endpoint.md tells more):
  1. docs/access-patterns.md: the requests that it makes, and whatever of shared/services it needs.
  2. functions/{file}.py: what it does and answers.
  3. template.yaml, {logical_id}: the narrowest role that allows it, and its throttle class. Then make docs.
  4. tests/functions/{area}/test_{verb}.py and {verb}.py: what it answers.
  5. make faults; make budgets-set WHY="..."; make docs.
  6. A line in CHANGELOG.md; make check test.
"""


def main(arguments: list[str] | None = None) -> int:
    """Carry out the command line; return the exit status, 1 if the endpoint cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m tools.endpoint", description="Write the skeleton of an endpoint.")
    parser.add_argument("name", help="area and verb: contacts/count")
    parser.add_argument("route", help='method and path: "GET /api/v1/contacts/count"')
    options = parser.parse_args(arguments)
    try:
        endpoint = Endpoint.named(options.name, options.route)
        written = write_endpoint(Path.cwd(), endpoint)
    except (EndpointError, TemplateError) as error:
        sys.stderr.write(f"endpoint: {error}\n")
        return 1
    sys.stdout.writelines(f"wrote {name}\n" for name in written)
    sys.stdout.write(
        _LEFT.format(file=endpoint.file, area=endpoint.area, verb=endpoint.verb, logical_id=endpoint.logical_id)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
