"""What people say of themselves: how the rules of its parts, each proved where it is, come together."""

from __future__ import annotations

import pytest

from shared.domain.accounts.account import NOBODY
from shared.services.accounts.input import CheckedProfileUpdate, ProfileUpdate, Registration, address_of
from tests.support.fakes import PASSWORD, FakePhoneNumbers


@pytest.mark.parametrize("text", ["Olena@Example.com", " olena@example.com\n"])
def test_an_address_has_one_form_to_be_looked_up_by(text: str) -> None:
    assert address_of(text) == "olena@example.com"


@pytest.mark.parametrize("text", ["", "olena", "\ud800@example.com", "o" * 5000 + "@example.com", NOBODY])
def test_what_is_no_address_is_looked_up_as_one_that_nobody_can_have(text: str) -> None:
    """A text of any length could be too long for a key."""
    assert address_of(text) == NOBODY


def test_a_registration_needs_an_address_and_a_password_only() -> None:
    checked = Registration(email="olena@example.com", password=PASSWORD).checked(FakePhoneNumbers())
    assert (checked.full_name, checked.locale) == ("", "en")


def test_a_password_is_held_against_the_address_it_comes_with() -> None:
    with pytest.raises(Exception, match="/password"):
        Registration(email="violet.tram@rivers.example.com", password="violet.tram@rivers").checked(FakePhoneNumbers())


def test_a_region_is_kept_in_capitals_and_may_be_cleared() -> None:
    assert ProfileUpdate(phone_region="ua").checked(FakePhoneNumbers()).phone_region == "UA"
    assert ProfileUpdate(phone_region="").checked(FakePhoneNumbers()).phone_region == ""


def test_what_is_not_given_is_not_checked() -> None:
    assert ProfileUpdate().checked(FakePhoneNumbers()) == CheckedProfileUpdate()


def test_what_is_accepted_is_not_judged_again() -> None:
    registration = Registration(email="olena@example.com", password=PASSWORD).checked(FakePhoneNumbers())
    assert registration.checked(FakePhoneNumbers()) is registration
    update = ProfileUpdate(phone_region="ua").checked(FakePhoneNumbers())
    assert update.checked(FakePhoneNumbers()) is update


def test_an_address_that_no_mail_of_ours_reaches_is_refused() -> None:
    """SES sends to local parts in ASCII only: the account could never be verified."""
    with pytest.raises(Exception, match="before the @"):
        Registration(email="олена@example.com", password=PASSWORD).checked(FakePhoneNumbers())
