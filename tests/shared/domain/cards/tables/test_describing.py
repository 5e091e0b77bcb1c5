"""What a table is found to be, and what somebody says about it."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from shared.domain.cards.tables.dates import DateOrder
from shared.domain.cards.tables.describing import Choices, description_in, document_of
from shared.domain.cards.tables.reading import read, read_whole
from shared.domain.cards.tables.rows import Dialect
from shared.domain.contacts.details import ContactDetails, Phone, TextValue
from shared.domain.errors import InvalidInputError
from shared.domain.partial_dates import PartialDate
from tests.shared.domain.cards.tables.tables import codes, described, details_read, rows_read

TABLE = "Vorname;Nachname;Geheimnummer\nAnn;Example;7\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_header(delimiter: str) -> None:
    table = (
        delimiter.join(["Name", '"Phone, a; b, c; d, e; f\tg\th\ti|j|k|l"', "E-mail"]) + "\n" + delimiter.join("abc")
    )
    assert described(table).dialect.delimiter == delimiter


def test_the_delimiter_that_excel_writes_down_is_believed() -> None:
    found = described("sep=;\nName;Phone\nAnn;1\n")
    assert (found.dialect.delimiter, found.header_line, found.row_count) == (";", 2, 1)


def test_quotes_that_are_never_doubled_are_found() -> None:
    table = '"name","email"\n"Ann "A" Example","ann@example.com"\n"Bob "B"","bob@example.com"\n'
    assert described(table).dialect == Dialect(delimiter=",", doubles_quotes=False)
    assert [details.display_name for details in details_read(table)] == ['Ann "A" Example', 'Bob "B"']


def test_the_header_is_the_first_of_ten_rows_with_two_known_names() -> None:
    assert described("Notes:\nName: all\n\nName,Phone\nAnn,1\n").header_line == 4
    assert described("x,y\n" * 10 + "Name,Phone\nAnn,1\n").header_line != 11


def test_names_of_columns_may_have_blanks_around_them_and_a_comma_after_the_last() -> None:
    found = described("First Name ,  Last Name,\nAnn,Example,\n")
    assert found.header == ("First Name", "Last Name")
    assert not any(codes(row) for row in rows_read("First Name ,  Last Name,\nAnn,Example,\n"))


def test_a_table_without_a_header_is_read_by_what_stands_in_it() -> None:
    table = "Ann Example,ann@example.com\nBob Example,bob@example.com\n"
    found = described(table)
    assert (found.header_line, found.header, found.row_count) == (0, ("Column 1", "Column 2"), 2)
    assert [notice.code for notice in found.notices] == ["no_header"]
    assert details_read(table)[0] == ContactDetails(
        emails=(TextValue(value="ann@example.com"),), custom=(TextValue(label="Column 1", value="Ann Example"),)
    )


def test_a_column_that_occurs_twice_is_two_columns() -> None:
    (details,) = details_read("Name,Phone,Phone\nAnn Example,+1 650 555 0100,+1 650 555 0101\n")
    assert [phone.value for phone in details.phones] == ["+1 650 555 0100", "+1 650 555 0101"]


def test_two_columns_with_the_same_place_are_two_values() -> None:
    (details,) = details_read("Name,Home Phone,Private Phone\nAnn,7,8\n")
    assert details.phones == (Phone(label="home", value="7"), Phone(label="home", value="8"))


def test_a_city_that_occurs_twice_belongs_to_the_street_before_it() -> None:
    header = "Nom,Adresse électronique principale,Adresse privée,Ville,Adresse professionnelle,Ville"
    table = f"{header}\nAnn,a@example.com,1 rue A,Paris,2 rue B,Lyon\n"
    (details,) = details_read(table)
    assert [(each.label, each.street, each.city) for each in details.addresses] == [
        ("home", "1 rue A", "Paris"),
        ("work", "2 rue B", "Lyon"),
    ]


def test_a_mapping_takes_the_place_of_the_proposal_column_by_column() -> None:
    (details,) = details_read(TABLE, mapping={"Geheimnummer": "phones/home+mobile"})
    assert details == ContactDetails(
        first_name="Ann", last_name="Example", phones=(Phone(label="home", kinds=("mobile",), value="7"),)
    )
    (details,) = details_read(TABLE, mapping={"Vorname": ""})
    assert TextValue(label="Vorname", value="Ann") in details.custom


def test_a_mapping_makes_a_header_known() -> None:
    (details,) = details_read("Foo|Bar\nAnn|7\n", mapping={"Foo": "first_name", "Bar": "phones"})
    assert details == ContactDetails(first_name="Ann", phones=(Phone(value="7"),))


@pytest.mark.parametrize(
    ("choices", "pointer", "code"),
    [
        (Choices(mapping={"Vorname": "forename"}), "/mapping/Vorname", "no_such_member"),
        (Choices(mapping={"Vorname": "emails/1/nonsense"}), "/mapping/Vorname", "no_such_member"),
        (Choices(mapping={"Vorname": "phones/1/e164"}), "/mapping/Vorname", "no_such_member"),
        (Choices(mapping={"a/b": "notes"}), "/mapping/a~1b", "no_such_column"),
        (Choices(encoding="rot13"), "/encoding", "unknown_encoding"),
        (Choices(delimiter=";;"), "/delimiter", "not_a_delimiter"),
        (Choices(delimiter='"'), "/delimiter", "not_a_delimiter"),
        (Choices(date_order=DateOrder.MIXED), "/date_order", "not_one_of"),
    ],
)
def test_choices_that_do_not_go_with_the_file_are_refused(choices: Choices, pointer: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        described(TABLE, choices)
    assert [(problem.pointer, problem.code) for problem in caught.value.problems] == [(pointer, code)]


def test_a_code_page_is_taken_as_it_is_given() -> None:
    table = "Имя,Фамилия\nЮрій,Приклад\n".encode("cp1251")
    (row,) = rows_read(table, Choices(encoding="windows-1251"))
    assert (row.card.details.first_name, row.card.details.last_name) == ("Юрій", "Приклад")
    assert (
        described("名,姓\n太郎,山田\n".encode("shift_jis"), Choices(encoding="Shift_JIS")).mapping["名"] == "first_name"
    )


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["5/17/1990", "5/6/1990"], DateOrder.MONTH_FIRST),
        (["17/5/1990", "5/6/1990"], DateOrder.DAY_FIRST),
        (["5/6/1990"], DateOrder.AMBIGUOUS),
        (["17/5/1990", "5/17/1990", "5/6/1990"], DateOrder.MIXED),
        (["5.6.1990"], DateOrder.DAY_FIRST),
        (["1990-05-06", "5/5/1990", "0/0/00", ""], None),
    ],
)
def test_all_rows_tell_whether_the_day_or_the_month_comes_first(dates: list[str], order: DateOrder | None) -> None:
    table = "Name,Birthday\n" + "".join(f"Ann,{date}\n" for date in dates)
    assert described(table).date_orders == ({"Birthday": order} if order else {})


def test_one_column_of_dates_tells_about_the_other() -> None:
    table = "Name,Birthday,Anniversary\nAnn,5/6/1990,17/5/2010\n"
    assert details_read(table)[0].birthday == PartialDate.parse("1990-06-05")


def test_a_date_that_could_be_two_is_asked_about_and_kept_as_text() -> None:
    table = "Name,Birthday,Anniversary\nAnn,5/6/1990,7/8/2010\n"
    (row,) = rows_read(table)
    assert codes(row) == ["ambiguous_date", "ambiguous_date"]
    assert (row.card.details.birthday, row.card.details.birthday_text) == (None, "5/6/1990")
    assert TextValue(label="Anniversary", value="7/8/2010") in row.card.details.custom
    (details,) = details_read(table, date_order=DateOrder.DAY_FIRST)
    assert (str(details.birthday), str(details.anniversary)) == ("1990-06-05", "2010-08-07")


def test_a_description_is_enough_to_read_the_file_later() -> None:
    table = b"Name,Birthday\nAnn,5/17/1990\nBob,5/6/1990\n"
    found = described(table)
    assert str(list(read(BytesIO(table), found))[1].card.details.birthday) == "1990-05-06"
    again, rows = read_whole(BytesIO(table))
    assert (again, list(rows)) == (found, list(read(BytesIO(table), found)))


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b'"', b",", b"\n\n,,\n", b"sep=;"]
)
def test_a_file_with_nothing_in_it_has_no_rows(content: bytes) -> None:
    assert described(content).row_count <= 1


def test_a_description_can_be_kept_as_json() -> None:
    found = described("Name,Birthday,Name\nAnn,5/6/1990,\n".encode("utf-16"))
    assert description_in(json.loads(json.dumps(document_of(found)))) == found


def test_cells_beyond_the_header_are_kept() -> None:
    (row,) = rows_read("Name,Phone\nAnn,1,x,,y\n")
    assert row.card.details.custom == (TextValue(value="x; y"),)
    assert codes(row) == ["surplus_cells"]


def test_utf_16_without_a_mark_is_found_where_few_letters_are_latin() -> None:
    table = "Прізвище;Ім'я;Телефон\nПриклад;Олена;\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert described(table.encode(encoding)).mapping["Ім'я"] == "first_name"
