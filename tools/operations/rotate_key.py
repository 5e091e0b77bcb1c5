"""Rotates a key of a deployment in three steps: ``make rotate-key KEYS=/contacts-api/prod/jwt-keys STEP=announce``.

``announce`` adds a new key at the end: all functions learn it, none signs with it. ``promote`` moves the newest key to
the front: from now on it signs. ``retire`` removes all but the first. docs/operations.md says how long to wait between.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

from shared.domain.keyrings import Keyring

KEY_BYTES = 32


class RotationError(Exception):
    """The step cannot be applied to the current keys."""


def announced(keys: str) -> str:
    """Return the keys with a new one at the end. Raises RotationError if a rotation is in progress."""
    if len(keys.split(",")) > 1:
        raise RotationError("there are two keys already: promote or retire first")
    number = 1 + max((int(key_id[1:]) for key_id in Keyring.parse(keys).secrets if key_id[1:].isdecimal()), default=0)
    return f"{keys},k{number}:{secrets.token_urlsafe(KEY_BYTES)}"


def promoted(keys: str) -> str:
    """Return the keys with the last one first. Raises RotationError if there is only one."""
    entries = keys.split(",")
    if len(entries) == 1:
        raise RotationError("there is one key only: announce a new one first")
    return ",".join([entries[-1], *entries[:-1]])


def retired(keys: str) -> str:
    """Return only the first key. Raises RotationError if there is no other."""
    first, _, others = keys.partition(",")
    if not others:
        raise RotationError("there is one key only: nothing to retire")
    return first


STEPS: Mapping[str, Callable[[str], str]] = {"announce": announced, "promote": promoted, "retire": retired}


def rotate(client: Any, name: str, step: str) -> Keyring:
    """Apply a step to an SSM parameter and return its new value.

    Raises RotationError, ValueError if the parameter contains no keys, and ClientError.
    """
    parameter = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]
    keys = STEPS[step](parameter["Value"])
    keyring = Keyring.parse(keys)
    client.put_parameter(Name=name, Value=keys, Type="SecureString", Overwrite=True)
    return keyring


def main(arguments: list[str] | None = None) -> int:
    """Apply the step named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.rotate_key", description="Rotate a key.")
    parser.add_argument("name", help="SSM parameter, such as /contacts-api/prod/jwt-keys")
    parser.add_argument("step", choices=STEPS)
    options = parser.parse_args(arguments)
    try:
        keyring = rotate(boto3.client("ssm"), options.name, options.step)
    except (RotationError, ValueError, ClientError) as error:
        print(f"{options.name}: {error}", file=sys.stderr)
        return 1
    print(f"{options.name}: {keyring.signing_key_id} signs, {', '.join(keyring.secrets)} verify")
    return 0


if __name__ == "__main__":
    sys.exit(main())
