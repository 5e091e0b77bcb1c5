"""LDIF, in and out."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.card import Card, Picture, ReadCard
from shared.domain.cards.tables.distinguished_names import distinguished_name, parts_of_dn
from shared.domain.cards.tables.ldif_reading import read_whole_ldif
from shared.domain.cards.tables.ldif_writing import write_ldif
from shared.domain.contacts.details import Address, ContactDetails, Handle, Organization, Phone, TextValue
from shared.domain.partial_dates import PartialDate
from shared.domain.text.cleaning import clean
from tests.shared.domain.cards.tables.tables import FILES, codes
from tests.support.cards import cards


def read(content: str | bytes) -> list[ReadCard]:
    return list(read_whole_ldif(BytesIO(content.encode() if isinstance(content, str) else content)))


def record(*lines: str) -> str:
    return "\n".join(["dn: cn=x", "objectclass: person", *lines, ""])


def test_thunderbirds_file() -> None:
    ann, olena = read((FILES / "thunderbird.ldif").read_bytes())
    assert (ann.line, olena.line) == (1, 42)
    assert ann.card.tags == ("Team",)
    assert ann.card.details == ContactDetails(
        first_name="Ann",
        last_name="Example",
        nickname="Annie",
        emails=(TextValue(value="ann@example.com"), TextValue(value="ann@example.org")),
        handles=(Handle(service="AIM", user_name="ann"),),
        phones=(
            Phone(label="work", value="+1 650 555 0106"),
            Phone(label="home", value="+1 650 555 0107"),
            Phone(label="fax", value="+1 650 555 0108"),
            Phone(label="pager", value="+1 650 555 0109"),
            Phone(label="mobile", value="+1 650 555 0110"),
        ),
        addresses=(
            Address(
                label="home",
                street="1 Main St",
                extended="Apt 2",
                city="Reston",
                region="VA",
                postal_code="20190",
                country="USA",
            ),
            Address(label="work", street="2 Work Rd", city="Reston", region="VA", postal_code="20191", country="USA"),
        ),
        organizations=(Organization(name="Example, Inc.", department="Sales", title="Engineer"),),
        urls=(
            TextValue(label="work", value="https://work.example.com"),
            TextValue(label="home", value="https://home.example.com"),
        ),
        birthday=PartialDate.parse("1990-05-17"),
        custom=(TextValue(label="Custom 1", value="x"),),
        notes="one\ntwo",
    )
    assert olena.card.details.display_name == "Олена Приклад"
    assert olena.card.details.birthday == PartialDate.parse("--02-29")


def test_what_thunderbird_wrote_is_written_back_the_same() -> None:
    first, second = read((FILES / "thunderbird.ldif").read_bytes())
    text = "".join(row.text for row in write_ldif([first.card, second.card]))
    original = (FILES / "thunderbird.ldif").read_text()
    assert set(original.split("\n")) - set(text.split("\n")) == set()


def test_folded_lines_and_comments_are_understood() -> None:
    (row,) = read("version: 1\n# all\ndn: cn=x\nsn: Ex\n ample\n# no\ndescription:: b25l\n CnR3bw==\n")
    assert (row.card.details.last_name, row.card.details.notes) == ("Example", "one\ntwo")


def test_a_value_may_occur_several_times() -> None:
    (row,) = read(record("mail: a@example.com", "mail: b@example.com", "telephoneNumber: 1", "telephoneNumber: 2"))
    assert [email.value for email in row.card.details.emails] == ["a@example.com", "b@example.com"]
    assert [phone.label for phone in row.card.details.phones] == ["work", "work"]


def test_a_member_of_a_list_without_a_record_becomes_a_card() -> None:
    (row,) = read("dn: cn=Team\nobjectclass: groupOfNames\ncn: Team\nmember: cn=Bob Example,mail=bob@example.com\n")
    assert row.card.tags == ("Team",)
    assert row.card.details.emails == (TextValue(value="bob@example.com"),)
    assert codes(row) == ["member_without_record"]


def test_pictures_and_unknown_attributes_are_kept() -> None:
    picture = b64encode(b"\xff\xd8x").decode()
    (row,) = read(record(f"jpegPhoto:: {picture}", "carLicense: 7", "mozillaUseHtmlMail: true", "uid: ann"))
    assert row.card.picture == Picture(media_type="image/jpeg", data=b"\xff\xd8x")
    assert row.card.details.custom == (TextValue(label="carlicense", value="7"),)
    assert row.card.uid == "ann"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("nonsense", "no_attribute"),
        ("photo:< file:///etc/passwd", "not_fetched"),
        ("sn:: a", "bad_base64"),
        ("changetype: delete", "not_a_record"),
    ],
)
def test_what_is_odd_is_reported_with_its_line(line: str, code: str) -> None:
    (row,) = read(record("cn: Ann", line))
    (notice,) = row.notices
    assert (notice.code, notice.line > 0) == (code, True)


def test_lines_of_windows_are_decoded() -> None:
    (row,) = read("dn: cn=x\nsn: Müller\n".encode("cp1252"))
    assert row.card.details.last_name == "Müller"


@given(
    st.dictionaries(
        st.sampled_from(["cn", "mail"]), st.text(min_size=1).map(lambda t: " ".join(t.split())).filter(bool)
    )
)
def test_distinguished_names_are_read_back(parts: dict[str, str]) -> None:
    assert parts_of_dn(distinguished_name(**parts)) == parts


@given(st.lists(cards(), max_size=3))
def test_what_is_written_is_ascii_and_read_back(some: list[Card]) -> None:
    rows = list(write_ldif(some))
    text = "".join(row.text for row in rows)
    assert text.isascii()
    back = [row.card for row in read(text)][: len(some)]
    assert [card.details.first_name for card in back] == [clean(card.details.first_name) for card in some]
    for card, same in zip(back, some, strict=True):
        assert set(card.tags) >= {clean(tag) for tag in same.tags} - {""}


def test_a_contact_without_name_and_address_keeps_its_tags() -> None:
    some = [Card(tags=("A",), details=ContactDetails(notes="x")), Card(tags=("B",), details=ContactDetails(notes="y"))]
    assert [row.card for row in read("".join(row.text for row in write_ldif(some)))] == some


def test_what_ldif_cannot_hold_is_named() -> None:
    details = ContactDetails(
        emails=tuple(TextValue(value=f"{n}@example.com") for n in range(3)),
        phones=(Phone(label="mobile", value="1"), Phone(label="mobile", value="2"), Phone(label="boat", value="3")),
        middle_name="B",
        gender="F",
    )
    (row,) = write_ldif([Card(details=details)])
    named = {notice.text.removeprefix("LDIF has no attribute for ").removesuffix(".") for notice in row.notices}
    assert named == {"emails/3", "phones", "middle_name", "gender"}


@given(
    st.lists(
        st.sampled_from(
            [
                b"dn: cn=a\n",
                b"\n",
                b" x",
                b"sn:: ====\n",
                b"member: cn=a\n",
                b"objectclass: groupOfNames\n",
                b"\xff:\0\n",
                b":\n",
                b"mail: a\n",
            ]
        )
    ).map(b"".join)
    | st.binary()
)
def test_no_bytes_raise_an_error(content: bytes) -> None:
    read(content)


def test_a_contact_without_a_name_gets_none() -> None:
    card = Card(details=ContactDetails(emails=(TextValue(value="ann@example.com"),)))
    assert [row.card for row in read("".join(row.text for row in write_ldif([card])))] == [card]
