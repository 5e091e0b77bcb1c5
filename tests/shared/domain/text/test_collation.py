"""The order of names. The golden lists are in the order of ICU's collators for the languages."""

from __future__ import annotations

import hashlib
import random
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text import collation, collation_table
from shared.domain.text.collation import MAX_WEIGHTS
from shared.domain.text.name_keys import name_key
from shared.domain.text.name_orders import COLLATION_VERSION

ULID = "01J8Z0V6Q0ABCDEFGHJKMNPQRS"

GOLDEN = {
    "Ukrainian": """
        Аліна Вадим Вячеслав Вячко Гаврило Ганна Гліб Гнат Ґалаґан Ґудзь Дарка Ельвіра Євген Жанна
        Захар Зиновій Ігор Ірина Їжакевич Йосип Києслав Київ Кий Кирило Костянтин Лукаш Марта
        Мирон Міїна Мій Міла Оксана Щербань Юлія Яна""",
    "Polish": """
        Adam Ala Ąbert Celina Cyryl Czesław Ćwik Dorota Ewa Ęmil Lucyna Lwów Łucja Łukasz Madry
        Malwina Mały Maria Mądry Nina Nysa Ńuta Olga Oskar Ósma Piotr Sylwia Szymon Śliwa Świt
        Tomasz Wojtas Wolski Wójcik Zofia Zyta Źrebak Żaba Żuk""",
    "German": """
        Apfel Äpfel Arger Ärger Gross Groß Grosz Mueller Muller Müller Muster Oel Ofen Öl Ozean
        Strasse Straße Strasze Uber Über Zebra""",
    "Greek": """
        Αλέξης Αννα Άννα Ανναίου Βασίλης Γιώργος Ελένη Ηλίας Θωμάς Ίρις Ιωάννης Μαρία Νίκος
        Οδυσσέας Οδυσσεύς Όλγα Ορέστης Σίσυφος Στέλλα Τάσος Ύπατος Φωτεινή Χρήστος Ωμέγα Ώρα""",
    "case and accents": "Aegir Ægir Aeon anna Anna ANNA Ánna anne Anne Zoe Zoë Zoltan",
    "scripts": "_x ♥ 🎂 € 10 9 Zoe Ωμέγα Яна ანა Աննա דוד علي 김철수 たなか 㐀 王 田 สมชาย",
}

SENTENCES = [
    "", "(Bob)", "10 Downing", "9 Lives", "Anna", "Anna Maria", "Anna-Maria", "Annamaria", "De Luca",
    "DE LUCA", "Deborah", "Oakley", "Obrien", "O’Brien", "Ödipus", "Вадим", "Вячеслав", "В’ячеслав",
    "Вячко", "Лукаш", "Лук’ян",
]  # fmt: skip


def sort_key(text: str) -> str:
    """What a text adds to a name key."""
    return name_key([text], "")[len(f"{COLLATION_VERSION}:") : -1]


@pytest.mark.parametrize("language", GOLDEN)
def test_names_stand_in_the_order_of_their_language(language: str) -> None:
    expected = GOLDEN[language].split()
    shuffled = random.Random(7).sample(expected, len(expected))
    assert sorted(shuffled, key=sort_key) == expected


def test_spaces_come_before_letters_and_apostrophes_count_as_accents() -> None:
    shuffled = random.Random(7).sample(SENTENCES, len(SENTENCES))
    assert sorted(shuffled, key=sort_key) == SENTENCES


def test_the_polish_alphabet_has_its_order_in_either_case() -> None:
    alphabet = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
    assert sorted(alphabet, key=sort_key) == list(alphabet)
    assert sorted(alphabet.upper(), key=sort_key) == list(alphabet.upper())


def test_the_ukrainian_alphabet_has_its_order_in_either_case() -> None:
    alphabet = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    assert sorted(alphabet, key=sort_key) == list(alphabet)
    assert sorted(alphabet.upper(), key=sort_key) == list(alphabet.upper())


@pytest.mark.parametrize("apostrophe", "'‘’ʼ＇`")
def test_every_apostrophe_gives_the_same_key(apostrophe: str) -> None:
    plain, other = sort_key("Мар'яна"), sort_key(f"Мар{apostrophe}яна")
    assert other.split("$")[:2] == plain.split("$")[:2]


def test_a_final_sigma_counts_as_a_form_of_the_same_letter() -> None:
    assert sort_key("σας") < sort_key("σασα")
    assert sort_key("σας").split("$")[0] == sort_key("σασ").split("$")[0]


def test_a_letter_is_found_through_a_mark_of_another_class() -> None:
    cedilla_first = sort_key("c\u0327\u0301")  # ḉ: the acute makes ć of c across the cedilla
    assert sort_key("ć") < cedilla_first < sort_key("ćć")


def test_a_mark_of_the_same_class_hides_the_one_after_it() -> None:
    assert sort_key("c\u0308\u0301") < sort_key("ć")


def test_compatibility_forms_stand_by_their_plain_form() -> None:
    assert sort_key("Anna") < sort_key("Ａnna") < sort_key("Annb")
    assert sort_key("fi") < sort_key("ﬁ") < sort_key("fj")


def test_a_capital_outside_the_table_stands_by_its_small_letter() -> None:
    assert sort_key("\u10d0") < sort_key("\u1c90") < sort_key("\u10d1")  # Georgian an, Mtavruli an
    assert sort_key("\U00010428") < sort_key("\U00010400") < sort_key("\U00010429")  # Deseret


@pytest.mark.parametrize("invisible", ["\u200d", "\ufe0f", "\u00ad", "\u0000", "\u202e", "\ufeff"])
def test_invisible_characters_change_nothing(invisible: str) -> None:
    assert sort_key(f"An{invisible}na") == sort_key("Anna")


def test_white_space_around_and_between_words_changes_nothing() -> None:
    assert sort_key("\t Anna\u00a0 \nMaria ") == sort_key("Anna Maria")


@pytest.mark.parametrize("text", ["", "  ", "\u0301", "\u200b\u200d", "’"])
def test_text_without_letters_has_the_empty_key(text: str) -> None:
    assert sort_key(text) == ""


def test_plain_lower_case_text_has_primary_weights_only() -> None:
    assert len(sort_key("anna kowalska")) == len("anna kowalska")


def test_a_difference_after_150_letters_still_counts() -> None:
    assert sort_key("a" * 150) < sort_key("a" * 150 + "b") < sort_key("a" * 150 + "c")


def test_the_keys_of_a_version_never_change() -> None:
    words = [*collation_table.PUNCTUATION.split(), *collation_table.LETTERS.split(), *collation_table.MARKS.split()]
    keys = name_key(SENTENCES, ULID) + "\n".join(sort_key(f"a{letter}") for word in words for letter in word)
    digest = hashlib.sha256(keys.encode()).hexdigest()[:16]
    assert (COLLATION_VERSION, digest) == (2, "70134cc1acc309b4"), "keys are stored: raise COLLATION_VERSION"


def test_lone_surrogates_have_a_key_that_can_be_encoded() -> None:
    assert sort_key("\ud800").encode()


@given(st.text())
def test_canonically_equivalent_texts_have_the_same_key(text: str) -> None:
    assert sort_key(normalize("NFC", text)) == sort_key(normalize("NFD", text)) == sort_key(text)


NAMES = st.text(st.sampled_from("aAbąĄzżoóöéßæ’ -1гґҐії王🎂ส\u0301"), max_size=12)
LONG_NAMES = st.builds(lambda start, text: start * 150 + text, st.sampled_from("aж王ส"), NAMES)
PARTS = st.lists(st.one_of(NAMES, LONG_NAMES, st.text()), max_size=4)


@given(PARTS)
def test_a_name_key_fits_the_index_and_has_no_control_characters(parts: list[str]) -> None:
    key = name_key(parts, ULID)
    assert len(key.encode()) <= 512
    assert key == name_key(parts, ULID)
    assert not {category(sign) for sign in key} & {"Cc", "Cs"}
    assert key.startswith((f"{COLLATION_VERSION}:", f"{COLLATION_VERSION};"))
    assert key.endswith(f"#{ULID}")


def test_the_longest_key_fits_the_index() -> None:
    assert len(name_key(["ส" * 1000] * 4, "x" * 29).encode()) <= 512


def test_a_longer_tiebreak_is_refused() -> None:
    with pytest.raises(ValueError, match="29 bytes"):
        name_key(["Anna"], "x" * 30)


def whole_levels(parts: list[str]) -> list[tuple[str, ...]]:
    """Return what an untruncated key stands for: by level, the weights of each part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collation, "MAX_WEIGHTS", 1_000_000)
        keys = [sort_key(part) for part in parts]
    split = [(*key.split("$"), "", "")[:3] for key in keys if key]
    return list(zip(*split, strict=True))


@given(PARTS, PARTS)
def test_keys_sort_as_the_levels_do_until_they_are_cut(left: list[str], right: list[str]) -> None:
    left_key, right_key = name_key(left, ULID), name_key(right, ULID)
    left_levels, right_levels = whole_levels(left), whole_levels(right)
    if left_levels == right_levels:
        assert left_key == right_key
    elif left_key == right_key:
        assert len(left_key) == len(f"{COLLATION_VERSION}:#{ULID}") + MAX_WEIGHTS
    else:
        named_first = (not left_levels, left_levels) < (not right_levels, right_levels)
        assert (left_key.encode() < right_key.encode()) == named_first


@given(NAMES, NAMES)
def test_a_name_comes_before_what_continues_it(start: str, more: str) -> None:
    assert sort_key(start) <= sort_key(f"{start} {more}")


def test_the_key_of_plain_parts_is_made_of_their_primary_weights() -> None:
    plain = f"{sort_key('anna')}%{sort_key('kowalska')}"
    assert name_key(["anna", "kowalska"], ULID) == f"{COLLATION_VERSION}:{plain}#{ULID}"


def test_the_first_part_weighs_most() -> None:
    assert name_key(["Anna", "Zeman"], ULID) < name_key(["Annabel", "Adler"], ULID)
    assert name_key(["Anna"], ULID) < name_key(["Anna", "Adler"], ULID)


def test_accents_count_only_where_the_letters_of_all_parts_agree() -> None:
    assert name_key(["Zoë", "Adler"], ULID) < name_key(["Zoe", "Zeman"], ULID)
    assert name_key(["Zoe", "Adler"], ULID) < name_key(["Zoë", "Adler"], ULID)


def test_empty_parts_leave_no_trace() -> None:
    assert name_key(["", "Zeman", " ", ""], ULID) == name_key(["Zeman"], ULID)


def test_without_a_first_name_the_last_name_stands_among_the_first_names() -> None:
    keys = [name_key(parts, ULID) for parts in (["Anna", "Zeman"], ["", "Beran"], ["Cyril", "Ax"])]
    assert keys == sorted(keys)


@given(PARTS)
def test_the_nameless_come_last(parts: list[str]) -> None:
    assert name_key(parts, "0") <= name_key(["", " "], "0")


def test_the_tiebreak_orders_equal_names_only() -> None:
    assert name_key(["Anna"], "B") < name_key(["Anna"], "C") < name_key(["Anna B"], "A")
    assert name_key([], "B") < name_key([], "C")
