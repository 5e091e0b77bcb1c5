"""Which texts are e-mail addresses, and which addresses are the same.

The syntax is the part of RFC 5321 (section 4.1.2) that is in use: ``dot-atom@domain``, no quoted local parts, no
address literals, no comments; with the letters of all scripts (RFC 6531). Domains allow the letters of IDNA 2008,
recognized by their category (RFC 5892). Of its contextual rules, only one is checked: no label may mix writing
directions. A registry refuses the rest.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional, category, normalize

from shared.domain.errors import InvalidEmailError
from shared.domain.text.cleaning import is_hidden, without_invisible

MAX_BYTES = 254
"""The longest path of RFC 5321, section 4.5.3.1.3, without its brackets (RFC 3696, erratum 1690)."""

MAX_LOCAL_PART_BYTES = 64

_ATOM = r'[^\x00-\x20"(),.:;<>@\[\\\]\x7f]+'  # everything but RFC 5322's specials, space and controls
_DOT_ATOM = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_HOST_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LETTERS_MARKS_DIGITS = {"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"}
_OTHERS_IN_LABELS = "-·・〇"


def clean_email(text: str) -> str:
    """Return an address as it was meant: without white space around it, nor invisible characters anywhere.

    Web pages put soft hyphens and zero-width spaces into long addresses, chat programs direction marks around them,
    and no address has any (UTS #46 ignores or refuses them in domains). Joiners (ZWJ, ZWNJ) inside stay: they could
    make it another domain.
    """
    return without_invisible(text)


def check_email(address: str) -> None:
    """Raise InvalidEmailError unless the text is an address that mail could be sent to.

    Surrounding white space is refused: the text is checked as it will appear in a header. The domain must contain a
    dot; whether it exists is not checked.
    """
    if len(address.encode(errors="surrogatepass")) > MAX_BYTES:
        raise InvalidEmailError(f"An e-mail address has at most {MAX_BYTES} bytes.")
    local, at, domain = address.rpartition("@")
    if not at:
        raise InvalidEmailError("An e-mail address has an @-sign.")
    _refuse_hidden(address)
    if not _is_local_part(local):
        raise InvalidEmailError("The part before the @-sign is empty or has characters that are not allowed there.")
    if not _is_domain(domain):
        raise InvalidEmailError("The part after the @-sign is not the name of a domain.")
    if len(local.encode()) > MAX_LOCAL_PART_BYTES:
        raise InvalidEmailError(f"The part before the @-sign has at most {MAX_LOCAL_PART_BYTES} bytes.")
    if len(email_for_sending(address).encode()) > MAX_BYTES:
        raise InvalidEmailError(f"An e-mail address has at most {MAX_BYTES} bytes with its domain in ASCII.")


def canonical_email(address: str) -> str:
    """Return the form under which an address is looked up, which is equal for all spellings of one mailbox.

    Cleaned, composed (NFC), the local part case-folded, the domain in lower case and in its ASCII form (RFC 5890).
    Case in a local part could be significant (RFC 5321, section 2.4), but is at no provider that matters, and people
    do not type it consistently. Dots and ``+tags`` are significant at some providers and are kept. Never raises: every
    text has such a form. Use it for lookups only: two mailboxes could share it, so mail goes to the address as its
    owner wrote it.
    """
    local, at, domain = clean_email(address).rpartition("@")
    return normalize("NFC", local.casefold()) + at + _ascii_domain(domain)


def canonical_beginning(text: str) -> str:
    """Return the beginning of the canonical addresses of those that begin so: all of them for an empty text.

    Up to the @-sign any beginning is found; of a domain in other letters than ASCII only the whole.
    """
    return canonical_email(text) if "@" in text else normalize("NFC", clean_email(text).casefold())


def email_for_sending(address: str) -> str:
    """Return the address with its domain in ASCII, as senders without SMTPUTF8 (RFC 6531) need it.

    Amazon SES is one: it cannot reach addresses with a local part that is not ASCII either.
    """
    local, at, domain = address.rpartition("@")
    return local + at + _ascii_domain(domain)


def _refuse_hidden(address: str) -> None:
    """Raise InvalidEmailError for a character that nobody sees, naming it and its place."""
    for place, char in enumerate(address, 1):
        if not char.isprintable() or is_hidden(char):
            detail = f"Character {place} of this e-mail address is U+{ord(char):04X}, which is not allowed there."
            raise InvalidEmailError(detail)


def _is_local_part(local: str) -> bool:
    categories = [category(character) for character in local]
    return (
        _DOT_ATOM.fullmatch(local) is not None
        and all(kind[0] in "LMNPS" for kind in categories)
        and categories[0][0] != "M"
    )


def _is_domain(domain: str) -> bool:
    labels = _ascii_domain(domain).split(".")
    return len(labels) > 1 and all(map(_is_label, labels)) and labels[-1][-1].isalpha()


def _is_label(label: str) -> bool:
    """Return whether a label of an ASCII domain is plain or a valid encoding of an international one."""
    if not _HOST_LABEL.fullmatch(label):
        return False
    return label[2:4] != "--" or _is_encoded_label(label)


def _is_encoded_label(label: str) -> bool:
    try:
        text = label[4:].encode().decode("punycode")
    except UnicodeError:
        return False
    directions = {bidirectional(character) for character in text}
    return (
        _ascii_domain(text) == label
        and not ("L" in directions and directions & {"R", "AL", "AN"})
        and all(character in _OTHERS_IN_LABELS or category(character) in _LETTERS_MARKS_DIGITS for character in text)
        and category(text[0])[0] != "M"
        and "-" not in (text[0], text[-1])
        and text[2:4] != "--"
    )


def _ascii_domain(domain: str) -> str:
    """Return a domain in lower case with its international labels encoded (the mapping of UTS #46, simplified).

    Works letter by letter, since the final sigma is not a matter of case in domains.
    """
    lower = "".join(character.lower() for character in normalize("NFKC", domain))
    return ".".join(_ascii_label(label) for label in normalize("NFKC", lower).replace("。", ".").split("."))


def _ascii_label(label: str) -> str:
    """Return an international label encoded (RFC 3492), or unchanged if it is too long to be one."""
    if label.isascii() or len(label) > 63:
        return label
    return "xn--" + label.encode("punycode").decode("ascii")
