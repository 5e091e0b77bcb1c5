"""What cards say about names, organizations, addresses, and how to reach somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from shared.domain.cards.card import VCARD_NAME, VCARD_PARAMETERS
from shared.domain.contacts.documents import to_document
from tests.shared.domain.cards.reading.vcards import codes, details, kept, read


def members(*lines: str, version: str = "3.0") -> dict[str, Any]:
    return dict(to_document(details(*lines, version=version)).members)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Doe;Jo", {"first_name": "Jo", "last_name": "Doe"}),
        ("Doe", {"last_name": "Doe"}),
        ("Mr. John Q. Public\\, Esq.", {"last_name": "Mr. John Q. Public, Esq."}),
        ("Doe;Jo;;Dr.;Jr.;", {"first_name": "Jo", "last_name": "Doe", "prefix": "Dr.", "suffix": "Jr."}),
        ("Doe;Jo;A,B;;", {"first_name": "Jo", "middle_name": "A B", "last_name": "Doe", "middle_names": ["A", "B"]}),
        ("Doe;Jo;A\\,B;;", {"first_name": "Jo", "middle_name": "A,B", "last_name": "Doe"}),
        ("Do\\;e\\\\;Jo", {"first_name": "Jo", "last_name": "Do;e\\"}),
        ("García,Vega;Ana;;;;Vega;", {"first_name": "Ana", "last_name": "García", "second_last_name": "Vega"}),
        ("Doe;Jo;;;Jr.,PhD;;Jr.", {"first_name": "Jo", "last_name": "Doe", "suffix": "PhD", "generation": "Jr."}),
        ("Doe;Jo;;;Jr.;;Jr.", {"first_name": "Jo", "last_name": "Doe", "generation": "Jr."}),
        ("Doe;Jo;;;a;b", {"first_name": "Jo", "last_name": "Doe", "suffix": "a b", "suffixes": ["a", "b"]}),
        (";;;;", {}),
    ],
)  # fmt: skip
def test_a_name_is_read_into_its_parts(name: str, expected: dict[str, Any]) -> None:
    assert members(f"N:{name}") == expected


def test_commas_in_names_are_text_in_vcard_2_1() -> None:
    assert members("N:Doe;John;Q.,Public", version="2.1")["middle_name"] == "Q.,Public"


@pytest.mark.parametrize(
    ("lines", "display_name"),
    [
        (("FN:Jo Doe", "N:Doe;Jo"), ""),
        (("FN:Jo   Doe", "N:Doe;Jo"), ""),
        (("FN:Doe\\, Jo", "N:Doe;Jo"), "Doe, Jo"),
        (("FN:Jo",), "Jo"),
        (("FN:Acme", "N:;;;;", "ORG:Acme"), ""),
        (("FN:Somebody", "FN;DERIVED=TRUE:Jo Doe", "N:Doe;Jo"), "Somebody"),
        (("FN;DERIVED=TRUE:Doe Jo", "N:Doe;Jo"), ""),
        (("FN;DERIVED=TRUE:Jo",), "Jo"),
        (("FN:",), ""),
        (("N:Doe;Jo",), ""),
    ],
)
def test_the_display_name_is_what_the_parts_do_not_make(lines: tuple[str, ...], display_name: str) -> None:
    assert details(*lines).display_name == display_name


def test_of_several_formatted_names_the_one_with_the_fewest_parameters_counts() -> None:
    lines = ("FN;LANGUAGE=de:Hans", "FN:John")
    assert details(*lines).display_name == "John"
    assert kept(*lines) == [["fn", {"language": "de"}, "unknown", "Hans"]]


def test_a_second_name_is_kept() -> None:
    assert kept("N:a;b", "N:c;d") == [["n", {}, "unknown", "c;d"]]


def test_nicknames_are_a_list() -> None:
    card = details("NICKNAME:Jim,Jimmy", "NICKNAME:Jim,J\\,J")
    assert (card.nickname, card.nicknames) == ("Jim", ("Jim", "Jimmy", "J,J"))


def test_phonetic_names_are_read_in_both_forms() -> None:
    assert details("X-PHONETIC-FIRST-NAME:Jon").phonetic_first_name == "Jon"
    card = details("N;ALTID=1:孫;中山", "N;ALTID=1;PHONETIC=jyut;SCRIPT=Latn:syun1;zung1;;;", version="4.0")
    assert (card.last_name, card.phonetic_last_name, card.phonetic_first_name) == ("孫", "syun1", "zung1")
    assert card.extra["name"] == {"phoneticSystem": "jyut", "phoneticScript": "Latn"}


PRONOUNCED = (
    "N;ALTID=1:孫;中山;文,逸仙;;",
    "N;ALTID=1;PHONETIC=jyut;SCRIPT=Latn;LANGUAGE=yue:syun1;zung1saan1;man4,jat6sin1;;",
)


def test_a_pronunciation_in_another_language_is_a_localization() -> None:
    card = details(*PRONOUNCED, version="4.0")
    spoken = {"last_name": "syun1", "first_name": "zung1saan1", "middle_name": "man4 jat6sin1"}
    assert card.localizations == {"yue": {f"phonetic_{part}": text for part, text in spoken.items()}}
    assert card.extra == {"localizations": {"yue": {"name/phoneticSystem": "jyut", "name/phoneticScript": "Latn"}}}
    assert card.phonetic_last_name == ""


@pytest.mark.parametrize(
    "line", ["N;ALTID=1;PHONETIC=ipa;LANGUAGE=yue:x;y", "N;ALTID=1;PHONETIC=ipa;LANGUAGE=ja:x;;;y"]
)
def test_a_pronunciation_that_has_no_place_is_kept(line: str) -> None:
    found = details(*PRONOUNCED, line, version="4.0")
    assert [each[3] for each in found.extra["vCardProps"]] == [line.rpartition(":")[2]]
    assert found.localizations.keys() == {"yue"}


@pytest.mark.parametrize("language", ["", ";LANGUAGE=yue"])
def test_pronunciations_in_two_systems_are_not_joined(language: str) -> None:
    spoken = [f"N;ALTID=1;PHONETIC={system}{language}:{name}" for system, name in (("ipa", "x"), ("jyut", ";y"))]
    found = details("N;ALTID=1:a;b", *spoken, version="4.0")
    assert [each[3] for each in found.extra["vCardProps"]] == [";y"]
    assert "jyut" not in str({name: each for name, each in found.extra.items() if name != "vCardProps"})


def test_a_pronunciation_in_a_language_may_be_an_alternative_of_nothing() -> None:
    card = details("X-PHONETIC-LAST-NAME;LANGUAGE=yue;ALTID=1:syun1", version="4.0")
    assert (card.phonetic_last_name, card.localizations) == ("", {"yue": {"phonetic_last_name": "syun1"}})


def test_alternatives_in_other_languages_become_localizations() -> None:
    card = details(
        "LANGUAGE:en",
        "N;ALTID=1;LANGUAGE=jp:山田;太郎;;;", "N;ALTID=1;LANGUAGE=en:Yamada;Taro;;;",
        "TITLE;ALTID=2;LANGUAGE=fr:Patron", "TITLE;ALTID=2;LANGUAGE=en;PROP-ID=t1:Boss",
        "ADR;ALTID=3:;;1 Road;Kyiv;;;", "ADR;ALTID=3;LANGUAGE=uk:;;;Київ;;;",
        version="4.0",
    )  # fmt: skip
    assert (card.last_name, card.organizations[0].title, card.addresses[0].city) == ("Yamada", "Boss", "Kyiv")
    assert card.localizations == {
        "jp": {"last_name": "山田", "first_name": "太郎"},
        "fr": {"organizations/t1/title": "Patron"},
        "uk": {"addresses/k1/city": "Київ"},
    }
    assert card.addresses[0].id == "k1"


def test_alternatives_without_a_language_are_kept() -> None:
    lines = ("N;ALTID=1:a;b", "N;ALTID=1:c;d", "BDAY;ALTID=1:20160801", "BDAY;ALTID=1;VALUE=text:2016-08-01")
    assert details(*lines, version="4.0").last_name == "a"
    assert kept(*lines, version="4.0") == [
        ["n", {"altid": "1"}, "unknown", "c;d"],
        ["bday", {"altid": "1"}, "text", "2016-08-01"],
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("ORG:Acme;", "TITLE:Boss", "ROLE:CEO"), [{"name": "Acme", "title": "Boss", "role": "CEO"}]),
        (("ORG:A, B;N;S",), [{"name": "A, B", "department": "N", "departments": ["N", "S"]}]),
        (("TITLE:Boss", "ORG:A", "ORG:B"), [{"name": "A", "title": "Boss"}, {"name": "B"}]),
        (("TITLE:Boss", "TITLE:Clerk", "ORG:A"), [{"name": "A", "title": "Boss"}, {"title": "Clerk"}]),
        (("TITLE:Boss", "ROLE:CEO"), [{"title": "Boss", "role": "CEO"}]),
        (("ROLE:CEO",), [{"role": "CEO"}]),
        (("ORG:;;", "TITLE:"), None),
    ],
)  # fmt: skip
def test_organizations_have_their_titles(lines: tuple[str, ...], expected: list[Any] | None) -> None:
    assert members(*lines).get("organizations") == expected


def test_a_group_says_which_title_belongs_to_which_organization() -> None:
    card = details("ORG:A", "1.ORG:B", "1.TITLE:Boss", "2.ROLE:CEO", "2.ORG:C")
    assert [(each.name, each.title, each.role) for each in card.organizations] == [
        ("A", "", ""), ("B", "Boss", ""), ("C", "", "CEO"),
    ]  # fmt: skip
    assert card.organizations[1].extra == {}  # the group has done its duty


def test_a_title_with_parameters_is_a_position_of_its_own() -> None:
    [one, two] = details("ORG:A", "TITLE;LANGUAGE=tr:hoca").organizations
    assert (one.title, two.title, two.extra) == ("", "hoca", {VCARD_PARAMETERS: {"language": "tr"}})


@pytest.mark.parametrize(
    ("types", "label", "kinds"),
    [
        ("TYPE=HOME", "home", ()),
        ("TYPE=HOME,FAX", "home", ("fax",)),
        ("TYPE=voice,work;TYPE=cell", "work", ("voice", "cell")),
        ("TYPE=VOICE", "", ("voice",)),
        ("TYPE=INTERNET,pref", "", ()),
        ("TYPE=X-Handy", "Handy", ()),
        ("TYPE=HOME,TYPE=VOICE", "home", ("voice",)),
        ('TYPE="work,cell"', "work", ("cell",)),
        ("HOME;FAX", "home", ("fax",)),
    ],
)
def test_types_are_label_and_kinds(types: str, label: str, kinds: tuple[str, ...]) -> None:
    [phone] = details(f"TEL;{types}:1").phones
    assert (phone.label, phone.kinds, phone.extra) == (label, kinds, {})


@pytest.mark.parametrize("label", ["X-ABLabel", "X-AB-LABEL", "x-ablabel"])
def test_a_label_of_apple_is_the_label_of_its_group(label: str) -> None:
    card = details(
        "item1.TEL;TYPE=HOME:1", f"item1.{label}:Zweithandy", f"item2.{label}:_$!<HomePage>!$_", "item2.URL:x.de"
    )
    assert (card.phones[0].label, card.phones[0].kinds) == ("Zweithandy", ("home",))
    assert card.urls[0].label == "homepage"
    assert not card.phones[0].extra
    assert not card.extra


def test_labels_and_groups_of_other_things_are_kept() -> None:
    card = details(
        "item1.ADR:;;a;;;;", "item1.X-ABADR:de", "item1.X-ABLabel:Hütte", "item2.NOTE:b", "item2.X-ABLabel:c"
    )
    assert (card.addresses[0].label, card.addresses[0].extra) == ("Hütte", {VCARD_PARAMETERS: {"group": "item1"}})
    assert card.extra == {
        "vCardProps": [
            ["x-abadr", {"group": "item1"}, "unknown", "de"],
            ["x-ablabel", {"group": "item2"}, "unknown", "c"],
        ],
        VCARD_PARAMETERS: {"note": {"group": "item2"}},
    }


def test_the_order_of_a_list_is_that_of_preference_and_one_is_primary() -> None:
    card = details("EMAIL;PREF=3:c", "EMAIL:d", "EMAIL;PREF=1:a", "EMAIL;PREF=2:b", version="4.0")
    assert [(each.value, each.primary) for each in card.emails] == [
        ("a", True),
        ("b", False),
        ("c", False),
        ("d", False),
    ]
    assert card.emails[1].extra == {VCARD_PARAMETERS: {"pref": "2"}}
    twice = details("TEL;WORK;PREF:1", "TEL;PREF:2", version="2.1").phones
    assert [each.primary for each in twice] == [True, False]


def test_ids_of_properties_are_ids_of_values() -> None:
    first, second = details("EMAIL;PROP-ID=e1:a", "EMAIL;PROP-ID=e1:b", version="4.0").emails
    assert (first.id, second.id, second.extra) == ("e1", "", {VCARD_PARAMETERS: {"prop-id": "e1"}})


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("VALUE=uri:tel:+1-555-555;ext=12", "+1-555-555 ext. 12"),
        ("VALUE=uri:tel:+1-555\\;ext=12", "+1-555 ext. 12"),
        ("VALUE=uri:tel:7042;phone-context=example.com", "tel:7042;phone-context=example.com"),
        ("VALUE=uri:sip:a@example.com", "sip:a@example.com"),
        ("VALUE=text:+1 (555) 12", "+1 (555) 12"),
    ],
)
def test_a_phone_number_is_read_as_people_write_it(given: str, number: str) -> None:
    [phone] = details(f"TEL;{given}", version="4.0").phones
    assert phone.value == number
    assert phone.extra == {VCARD_PARAMETERS: {"value": given.partition(":")[0].partition("=")[2]}}


@pytest.mark.parametrize("escaped", ["http\\://a.de/?b\\,c\\;d", "http\\\\://a.de/?b\\,c;d", "http://a.de/?b,c;d"])
def test_links_are_read_without_what_programs_escape_in_them(escaped: str) -> None:
    assert details(f"URL:{escaped}").urls[0].value == "http://a.de/?b,c;d"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", " JavaScript\\:x", "vbscript:x", "data:text/html,x", "java\u200bscript:x"]
)
@pytest.mark.parametrize("name", ["URL", "IMPP", "X-SOCIALPROFILE", "X-JABBER"])
def test_links_that_run_scripts_are_kept_where_nobody_follows_them(name: str, link: str) -> None:
    card = read(f"{name}:{link}")
    assert not card.card.details.urls
    assert not card.card.details.handles
    assert codes(card) == ["script_link"]
    assert kept(f"{name}:{link}")[0][3] == link


@pytest.mark.parametrize(
    ("line", "handle"),
    [
        ("X-JABBER;type=WORK:jo", {"label": "work", "user_name": "jo", "service": "Jabber", "name": "x-jabber"}),
        ("X-SKYPE-USERNAME:jo", {"user_name": "jo", "service": "Skype", "name": "x-skype-username"}),
        ("IMPP;X-SERVICE-TYPE=Skype:skype:jo", {"value": "skype:jo", "service": "Skype", "name": "impp"}),
        ("IMPP:xmpp:jo@a.de", {"value": "xmpp:jo@a.de", "name": "impp"}),
        (
            "X-SOCIALPROFILE;type=X;type=home;x-user=jo:http://x.com/jo",
            {"label": "home", "value": "http://x.com/jo", "user_name": "jo", "service": "X", "name": "x-socialprofile"},
        ),
        ("X-SOCIALPROFILE;TYPE=facebook:jo", {"user_name": "jo", "service": "facebook", "name": "x-socialprofile"}),
        ("SOCIALPROFILE;SERVICE-TYPE=Mastodon;VALUE=text:@jo", {"user_name": "@jo", "service": "Mastodon"}),
        ("X-SOCIALPROFILE-SOCIALPROFILE:http://a.de/jo", {"value": "http://a.de/jo", "name": "x-socialprofile"}),
    ],
)  # fmt: skip
def test_messengers_and_networks_are_handles(line: str, handle: dict[str, str]) -> None:
    [found] = members(line)["handles"]
    name = found.pop("extra", {}).get(VCARD_NAME)
    assert {**found, **({"name": name} if name else {})} == handle


@pytest.mark.parametrize(("user_name", "read_as"), [('"^^\\"', "^\\"), ('"jo;\\"', "jo;\\"), ('\\"jo\\"', "jo")])
def test_a_backslash_at_the_end_of_a_quoted_parameter_is_kept(user_name: str, read_as: str) -> None:
    [handle] = details(f"X-SOCIALPROFILE;X-USER={user_name};TYPE=Jabber:https://example.com/a").handles
    assert (handle.user_name, handle.service) == (read_as, "Jabber")


def test_an_address_is_read_with_its_parameters() -> None:
    line = (
        'ADR;TYPE=work;GEO="geo:1.5,2.5";TZ=Europe/Kyiv;CC=UA;LABEL="1 Main St^nKyiv":'
        "Box 1;Suite 2;1 Main St,Rear;Kyiv;R;01001;Ukraine"
    )
    assert members(line, version="4.0")["addresses"] == [{
        "label": "work", "street": "1 Main St,Rear", "extended": "Suite 2", "city": "Kyiv", "region": "R",
        "postal_code": "01001", "country": "Ukraine", "po_box": "Box 1", "formatted": "1 Main St\nKyiv",
        "country_code": "UA", "coordinates": "geo:1.5,2.5", "time_zone": "Europe/Kyiv",
    }]  # fmt: skip


def test_an_address_has_the_parts_of_rfc_9554() -> None:
    line = f"ADR:{';'.join('abcdefghijklmnopqr')}"
    [address] = members(line, version="4.0")["addresses"]
    assert list(address.values()) == list("cbdefga") + list("lkmnjihqrop")
    assert (address["street_number"], address["street_name"]) == ("k", "l")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1 Main St\\, Kyiv", {"street": "1 Main St, Kyiv"}),
        (";;1 Main St", {"street": "1 Main St"}),
        (";;1 Main St;Kyiv;;;UA;EU;", {"street": "1 Main St", "city": "Kyiv", "country": "UA; EU"}),
        (";;;;;;", None),
    ],
)
def test_an_address_with_another_number_of_parts_is_read(raw: str, expected: dict[str, str] | None) -> None:
    assert members(f"ADR:{raw}").get("addresses") == ([expected] if expected else None)


def test_a_delivery_label_belongs_to_the_address_of_its_types() -> None:
    card = details("LABEL;HOME:a\\nb", "ADR;WORK:;;w", "ADR;HOME:;;h", "LABEL;TYPE=dom:d", version="2.1")
    assert [(each.street, each.formatted, each.kinds) for each in card.addresses] == [
        ("w", "", ()), ("h", "a\nb", ()), ("", "d", ("dom",)),
    ]  # fmt: skip


@pytest.mark.parametrize("raw", ["geo:37.5,-122", "37.5;-122", "geo:37.5\\,-122"])
def test_a_position_becomes_a_uri(raw: str) -> None:
    assert details(f"GEO:{raw}").coordinates == "geo:37.5,-122"


def test_a_position_belongs_to_the_address_of_its_group() -> None:
    card = details("a.ADR:;;x", "a.GEO:geo:1,2", "a.TZ:Europe/Kyiv", "b.TZ:Etc/UTC")
    assert (card.addresses[0].coordinates, card.addresses[0].time_zone) == ("geo:1,2", "Europe/Kyiv")
    assert (card.coordinates, card.time_zone) == ("", "Etc/UTC")


@pytest.mark.parametrize(
    "lines",
    [
        ("GEO:1;2", "TZ:Europe/Kyiv", "ADR:;;x"),
        ("a.ADR:;;y", "a.GEO:5;6", "ADR:;;x", "GEO:1;2", "TZ;VALUE=text:Europe/Kyiv"),
        ("a.ADR:;;x", "a.X-ABLABEL:cabin", "GEO:1;2", "TZ:Europe/Kyiv"),
        ("ADR;TYPE=work,postal:;;x", "GEO;TYPE=work:1;2", "TZ:Europe/Kyiv", "b.GEO:5;6"),
    ],
    ids=["only", "in-no-group-either", "only-with-label", "same-types"],
)
def test_a_position_in_no_group_belongs_to_the_one_address_that_it_can_be_of(lines: Sequence[str]) -> None:
    (address,) = [each for each in details(*lines).addresses if each.street == "x"]
    assert (address.coordinates, address.time_zone, address.extra) == ("geo:1,2", "Europe/Kyiv", {})


@pytest.mark.parametrize(
    "lines",
    [
        ("ADR:;;x", "ADR:;;y", "GEO:1;2"),
        ('ADR;GEO="geo:3,4":;;x', "GEO:1;2"),
        ("ADR;TYPE=home:;;x", "GEO;TYPE=work:1;2"),
        ("ADR:;;x", "b.GEO:1;2"),
    ],
    ids=["several", "has-one", "other-types", "group-apart"],
)
def test_a_position_that_is_of_no_address_is_that_of_the_contact(lines: Sequence[str]) -> None:
    card = details(*lines)
    assert card.coordinates == "geo:1,2"
    assert "geo:1,2" not in [each.coordinates for each in card.addresses]


def test_a_group_that_only_keeps_positions_apart_is_no_part_of_the_contact() -> None:
    assert details("ADR:;;x", "b.GEO:1;2", "b.TZ:Europe/Kyiv").extra == {}
    assert details("ADR:;;x", "b.GEO:1;2", "b.NOTE:y").extra["vCardParams"]["geo"] == {"group": "b"}
    assert details("b.GEO:1;2", "b.X-ABLABEL:y").extra["vCardParams"] == {"geo": {"group": "b"}}


def test_a_zone_that_kaddressbook_made_up_is_kept_apart() -> None:
    assert details("PRODID:-//KADDRESSBOOK//EN", "TZ:+00:00").time_zone == ""
    assert details("TZ:+00:00").time_zone == "+00:00"


def test_no_part_of_a_name_with_too_many_is_lost() -> None:
    assert details("N:a;b;c;d;e;f;g;").generation == "g"
    found = details("N:a;b;c;d;e;f;g;h")
    assert (found.last_name, found.suffixes, found.generation) == ("a", ("e", "f", "g", "h"), "")
