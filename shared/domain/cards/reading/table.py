"""Which property is read how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.cards.content_lines import FRAME
from shared.domain.cards.names import PHONETIC
from shared.domain.cards.reading.about import (
    ignore,
    read_categories,
    read_company,
    read_created,
    read_gender,
    read_grammatical_gender,
    read_interest,
    read_kind,
    read_member,
    read_note,
    read_product,
    read_revision,
    read_spoken_language,
    read_text,
    read_uid,
)
from shared.domain.cards.reading.android import read_android
from shared.domain.cards.reading.communication import (
    SERVICES,
    read_blog,
    read_email,
    read_phone,
    read_profile,
    read_service,
    read_url,
)
from shared.domain.cards.reading.extensions import read_birthday_text, read_custom, read_favorite, read_patch
from shared.domain.cards.reading.media import read_photo
from shared.domain.cards.reading.names import read_formatted_name, read_name, read_nickname
from shared.domain.cards.reading.occasions import (
    read_anniversary,
    read_apple_date,
    read_birthday,
    read_death_date,
)
from shared.domain.cards.reading.organizations import read_organization
from shared.domain.cards.reading.places import read_address, read_delivery_label, read_position, read_time_zone
from shared.domain.cards.reading.relations import KINDS_OF_RELATION, read_related_name, read_relation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

HANDLERS: Mapping[str, Callable[[CardBuilder, Property], None]] = {
    "ADR": read_address,
    "ANNIVERSARY": read_anniversary,
    "BDAY": read_birthday,
    "BIRTHPLACE": read_text("birth_place"),
    "CATEGORIES": read_categories,
    "CREATED": read_created,
    "DEATHDATE": read_death_date,
    "DEATHPLACE": read_text("death_place"),
    "EMAIL": read_email,
    "EXPERTISE": read_interest,
    "FN": read_formatted_name,
    "GENDER": read_gender,
    "GEO": read_position,
    "GRAMGENDER": read_grammatical_gender,
    "HOBBY": read_interest,
    "IMPP": read_profile,
    "INTEREST": read_interest,
    "JSPROP": read_patch,
    "KIND": read_kind,
    "LABEL": read_delivery_label,
    "LANG": read_spoken_language,
    "LANGUAGE": read_text("language"),
    "MEMBER": read_member,
    "N": read_name,
    "NICKNAME": read_nickname,
    "NOTE": read_note,
    "ORG": read_organization,
    "PHOTO": read_photo,
    "PRODID": read_product,
    "PRONOUNS": read_text("pronouns"),
    "RELATED": read_relation,
    "REV": read_revision,
    "ROLE": read_organization,
    "SOCIALPROFILE": read_profile,
    "TEL": read_phone,
    "TITLE": read_organization,
    "TZ": read_time_zone,
    "UID": read_uid,
    "URL": read_url,
    "X-ABDATE": read_apple_date,
    "X-ABRELATEDNAMES": read_related_name,
    "X-ABSHOWAS": read_company,
    "X-ADDRESSBOOKSERVER-KIND": read_kind,
    "X-ADDRESSBOOKSERVER-MEMBER": read_member,
    "X-ANDROID-CUSTOM": read_android,
    "X-BDAY-TEXT": read_birthday_text,
    "X-CUSTOM": read_custom,
    "X-EVOLUTION-ANNIVERSARY": read_anniversary,
    "X-EVOLUTION-BLOG-URL": read_blog,
    "X-FAVORITE": read_favorite,
    "X-KADDRESSBOOK-BLOGFEED": read_blog,
    "X-KADDRESSBOOK-X-ANNIVERSARY": read_anniversary,
    "X-MS-ANNIVERSARY": read_anniversary,
    "X-SOCIALPROFILE": read_profile,
    **{name: read_text(member) for member, name in PHONETIC.items()},
    **dict.fromkeys(FRAME, ignore),
    **dict.fromkeys(KINDS_OF_RELATION, read_related_name),
    **dict.fromkeys(SERVICES, read_service),
}
"""How to read each property that has a place in a card; all others are kept as they are."""
