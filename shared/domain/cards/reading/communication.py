"""How to reach somebody: EMAIL, TEL, URL, and the names in messengers and social networks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.notices import shown
from shared.domain.cards.reading.values import text_of, uri_of
from shared.domain.contacts.details import SHORT
from shared.domain.contacts.links import runs_script

if TYPE_CHECKING:
    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

_EXTENSION = re.compile(r"(?P<number>[^;]*);ext=(?P<extension>[^;]+)", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\s)")
_NO_SERVICE = frozenset({"home", "work", "other", "personal", "business", "mobile", "pref", "internet"})
_PROFILE_PARAMETERS = ("SERVICE-TYPE", "X-SERVICE-TYPE", "USERNAME", "X-USER")
SERVICES = {
    "X-AIM": "AIM", "X-EVOLUTION-AIM": "AIM", "X-FACEBOOK": "Facebook", "X-GADUGADU": "Gadu-Gadu",
    "X-GOOGLE TALK": "Google Talk", "X-GOOGLE-TALK": "Google Talk", "X-GROUPWISE": "GroupWise",
    "X-GTALK": "Google Talk",
    "X-ICQ": "ICQ", "X-IRC": "IRC", "X-JABBER": "Jabber", "X-LINKEDIN": "LinkedIn", "X-MATRIX": "Matrix",
    "X-MSN": "MSN", "X-QQ": "QQ", "X-SAMETIME": "Sametime", "X-SIGNAL": "Signal", "X-SIP": "SIP", "X-SKYPE": "Skype",
    "X-SKYPE-USERNAME": "Skype", "X-TELEGRAM": "Telegram", "X-TWITTER": "Twitter", "X-WHATSAPP": "WhatsApp",
    "X-YAHOO": "Yahoo", "X-YAHOO-ID": "Yahoo", "X-ZEPHYR": "Zephyr", "X-KADDRESSBOOK-X-IMADDRESS": "",
    "X-MS-IMADDRESS": "",
}  # fmt: skip
"""The service that the name of a property means."""


def read_email(card: CardBuilder, prop: Property) -> None:
    """Read EMAIL."""
    address = text_of(prop.value)
    if not address:
        card.note_empty(prop)
    elif address[:7].lower() == "mailto:":
        card.add("emails", prop, {"value": unquote(address[7:])})
    else:
        card.add("emails", prop, {"value": address})


def read_phone(card: CardBuilder, prop: Property) -> None:
    """Read TEL. A ``tel:`` URI becomes the number as people write it; that it was one is among its parameters."""
    number = text_of(prop.value)
    if number[:4].lower() == "tel:":
        number = _number_of(number[4:])
    if number:
        card.add("phones", prop, {"value": number})
    else:
        card.note_empty(prop)


def _number_of(rest: str) -> str:
    """Return the number in a ``tel:`` URI (RFC 3966) as text; the URI if it says more than number and extension."""
    rest = unquote(rest).strip()
    if extended := _EXTENSION.fullmatch(rest):
        return f"{extended['number']} ext. {extended['extension']}"
    return f"tel:{rest}" if ";" in rest else rest


def read_url(card: CardBuilder, prop: Property, label: str = "") -> None:
    """Read URL. A link that would run a script is kept where nobody follows it."""
    url = uri_of(prop.value)
    if not url:
        card.note_empty(prop)
    elif runs_script(url):
        card.keep(prop, "script_link", "it would run a script")
    elif label and not prop.parameters:
        card.add("urls", prop, {"value": url, "label": label})
    else:
        card.add("urls", prop, {"value": url})


def read_blog(card: CardBuilder, prop: Property) -> None:
    """Read the property for a blog that programs have had of their own."""
    read_url(card, prop, "blog")


def read_profile(card: CardBuilder, prop: Property) -> None:
    """Read IMPP, SOCIALPROFILE and X-SOCIALPROFILE: an address or a user name, and the service that it is for."""
    address = uri_of(prop.value)
    user = first(prop.parameters, "USERNAME") or first(prop.parameters, "X-USER")
    service = first(prop.parameters, "SERVICE-TYPE") or first(prop.parameters, "X-SERVICE-TYPE")
    typed = ""
    if not service and prop.name == "X-SOCIALPROFILE":
        typed = next((each for each in prop.parameters.get("TYPE", ()) if _is_service(each.lower())), "")
    if runs_script(address):
        card.keep(prop, "script_link", "it would run a script")
        return
    is_text = first(prop.parameters, "VALUE").lower() == "text" or not _SCHEME.match(address)
    if is_text and not user and len(text_of(prop.value)) <= SHORT.max_length:
        address, user = "", text_of(prop.value)
    if not address and not user:
        card.note_empty(prop)
        return
    used = (*_PROFILE_PARAMETERS, "VALUE") if is_text and not address else _PROFILE_PARAMETERS
    types = tuple(each for each in prop.parameters.get("TYPE", ()) if each != typed)
    members = {"value": address, "user_name": user, "service": service or typed}
    card.add("handles", prop, members, used, types=types, own_name=prop.name != "SOCIALPROFILE")


def _is_service(word: str) -> bool:
    return word not in _NO_SERVICE and not word.startswith("x-")


def read_service(card: CardBuilder, prop: Property) -> None:
    """Read a property that is named after a service, such as X-JABBER."""
    user = text_of(prop.value)
    if not user:
        card.note_empty(prop)
    elif runs_script(user):
        card.keep(prop, "script_link", "it would run a script")
    elif len(user) > SHORT.max_length:
        card.keep(prop, "long_value", f"{shown(user)} is longer than user names are")
    else:
        card.add("handles", prop, {"user_name": user, "service": SERVICES[prop.name]}, own_name=True)
