"""Letters of all scripts in Latin ones."""

from __future__ import annotations

from typing import Protocol


class Romanization(Protocol):
    """Spells texts of any script in Latin letters, by a table of its own: no official one, and none of a language."""

    def __call__(self, text: str) -> str:
        """Return the text in ASCII: ``Олена`` becomes ``Olena``. ASCII stays as it is.

        A syllable of Chinese or Korean begins with a capital: ``张伟`` becomes ``ZhangWei``.
        """
        ...
