"""Describe a provider that people can sign in with: ``make provider PARAMETER=... NAME=google < google.json``.

The members come from standard input, since one of them is a secret, and command lines are kept in histories. They are
checked as the functions check them, and all other providers stay as they are.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import boto3
from botocore.exceptions import ClientError

from shared.domain.accounts.provider_settings import ProviderSettingError, read_provider


def set_provider(client: Any, parameter: str, name: str, members: Any) -> list[str]:
    """Store the members of a provider, or remove it if they are None, and return the names of all providers.

    Raises ProviderSettingError, ClientError.
    """
    described = _described(client, parameter)
    if members is None:
        described.pop(name, None)
    else:
        read_provider(name, members)
        described[name] = members
    value = json.dumps(described, separators=(",", ":"))
    client.put_parameter(
        Name=parameter, Value=value, Type="SecureString", Overwrite=True, **_encryption(client, parameter)
    )
    return sorted(described)


def _described(client: Any, parameter: str) -> dict[str, Any]:
    try:
        described = json.loads(client.get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"])
    except client.exceptions.ParameterNotFound:
        return {}
    except ValueError:
        described = None
    if not isinstance(described, dict):
        raise ProviderSettingError("the parameter holds no JSON object: repair it by hand first")
    return described


def _encryption(client: Any, parameter: str) -> dict[str, str]:
    """Return the KMS key that the parameter has; without it, PutParameter would take the account's default key."""
    filters = [{"Key": "Name", "Option": "Equals", "Values": [parameter]}]
    found = client.describe_parameters(ParameterFilters=filters)["Parameters"]
    return {"KeyId": found[0]["KeyId"]} if found and "KeyId" in found[0] else {}


def main(arguments: list[str] | None = None) -> int:
    """Store what standard input describes; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.set_provider", description="Set a provider.")
    parser.add_argument("parameter", help="SSM parameter, such as /contacts-api/prod/identity-providers")
    parser.add_argument("name", help="what routes call the provider, such as google")
    parser.add_argument("--remove", action="store_true", help="remove the provider; standard input is not read")
    options = parser.parse_args(arguments)
    try:
        members = None if options.remove else json.load(sys.stdin)
        names = set_provider(boto3.client("ssm"), options.parameter, options.name, members)
    except json.JSONDecodeError:
        print("standard input is not JSON", file=sys.stderr)
        return 1
    except (ProviderSettingError, ClientError) as error:
        print(f"{options.parameter}: {error}", file=sys.stderr)
        return 1
    print(f"{options.parameter}: {', '.join(names) or 'no provider'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
