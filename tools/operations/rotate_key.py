"""Rotate a key of a deployment in three steps: ``make rotate-key KEYS=/contacts-api/prod/jwt-keys STEP=announce``.

``announce`` puts a new key behind the old one: everybody learns it, nobody signs with it. ``promote`` puts the new key
in front: it signs from now on. ``retire`` takes the old key away. docs/operations.md says how long to wait in between.
A step that has been taken already changes nothing, so it is safe to repeat; a step out of order is refused.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import boto3
from botocore.exceptions import ClientError

from shared.domain.keyrings import Keyring

KEY_BYTES = 32
KEPT = "/factor-keys"
"""How the name of the parameter ends whose keys are never taken away."""


class RotationError(Exception):
    """The step does not fit the keys as they are."""


def announced(keys: str) -> str:
    """Return the keys with a new one at the end. Raises RotationError when the last rotation is not finished."""
    entries = keys.split(",")
    if len(entries) == 1:
        return _with_new(keys)
    if _newest(entries) == entries[0]:
        raise RotationError("the new key signs already: retire the old one before you announce another")
    return keys


def announced_beside_others(keys: str) -> str:
    """Return the keys with a new one at the end, unless there is one that does not sign yet: no older one goes."""
    entries = keys.split(",")
    return _with_new(keys) if _newest(entries) == entries[0] else keys


def _with_new(keys: str) -> str:
    newest = max(0, _number(_newest(keys.split(","))))
    return f"{keys},k{1 + newest}:{secrets.token_urlsafe(KEY_BYTES)}"


def promoted(keys: str) -> str:
    """Return the keys with the newest first. Raises RotationError when there is only one."""
    entries = keys.split(",")
    if len(entries) == 1:
        raise RotationError("there is only one key: announce a new one first")
    newest = _newest(entries)
    return ",".join([newest, *(entry for entry in entries if entry != newest)])


def retired(keys: str) -> str:
    """Return the newest key alone. Raises RotationError when it does not sign yet."""
    entries = keys.split(",")
    if _newest(entries) != entries[0]:
        raise RotationError("the new key does not sign yet: promote it first")
    return entries[0]


def _newest(entries: Sequence[str]) -> str:
    return max(entries, key=_number)


def _number(entry: str) -> int:
    """Return the number in ``k7:...``, by which keys are told apart; -1 for a key that was named by hand."""
    digits = entry.strip().partition(":")[0][1:]
    return int(digits) if digits.isdecimal() else -1


STEPS: Mapping[str, Callable[[str], str]] = {"announce": announced, "promote": promoted, "retire": retired}
STEPS_OF_KEPT: Mapping[str, Callable[[str], str]] = {"announce": announced_beside_others, "promote": promoted}


def rotate(client: Any, name: str, step: str) -> tuple[Keyring, bool]:
    """Carry out a step on an SSM parameter. Return what it holds now, and whether that is new.

    The parameter stays encrypted with the KMS key it has: PutParameter would otherwise fall back to the account's
    default key, which the functions may not be allowed to use.
    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html

    Raises RotationError, also for taking away a key that authenticators need, ValueError when the parameter holds no
    keys, and ClientError.
    """
    steps = STEPS_OF_KEPT if name.endswith(KEPT) else STEPS
    if step not in steps:
        raise RotationError("authenticators work for as long as the key is held that they were set up with: keep it")
    parameter = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]
    before = parameter["Value"]
    Keyring.parse(before)
    keys = steps[step](before)
    if keys != before:
        client.put_parameter(Name=name, Value=keys, Type="SecureString", Overwrite=True, **_encryption(client, name))
    return Keyring.parse(keys), keys != before


def _encryption(client: Any, name: str) -> dict[str, str]:
    filters = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
    (description,) = client.describe_parameters(ParameterFilters=filters)["Parameters"]
    return {"KeyId": description["KeyId"]} if "KeyId" in description else {}


def main(arguments: list[str] | None = None) -> int:
    """Carry out the step that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.rotate_key", description="Rotate a key.")
    parser.add_argument("name", help="SSM parameter, such as /contacts-api/prod/jwt-keys")
    parser.add_argument("step", choices=STEPS)
    options = parser.parse_args(arguments)
    try:
        keyring, changed = rotate(boto3.client("ssm"), options.name, options.step)
    except (RotationError, ValueError, ClientError) as error:
        print(f"{options.name}: {error}", file=sys.stderr)
        return 1
    done = "" if changed else " (as before: this step has been taken already)"
    print(f"{options.name}: {keyring.signing_key_id} signs, {', '.join(keyring.secrets)} verify{done}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
