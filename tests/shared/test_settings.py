"""What functions are told by their environment."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from shared.settings import SettingError, Settings


def test_no_proxy_is_trusted_unless_it_is_named() -> None:
    assert Settings({}).trusted_proxies == Settings({"TRUSTED_PROXIES": ""}).trusted_proxies == ()


def test_trusted_proxies_are_networks_and_addresses() -> None:
    proxies = Settings({"TRUSTED_PROXIES": "192.0.2.0/24, 198.51.100.7,2001:db8::/32"}).trusted_proxies
    assert proxies == (ip_network("192.0.2.0/24"), ip_network("198.51.100.7/32"), ip_network("2001:db8::/32"))


@pytest.mark.parametrize("text", ["192.0.2.1/24", "everybody", "192.0.2.0/33"])
def test_what_is_no_network_is_named_with_its_setting(text: str) -> None:
    with pytest.raises(SettingError, match="TRUSTED_PROXIES"):
        _ = Settings({"TRUSTED_PROXIES": text}).trusted_proxies


def test_a_rate_is_so_many_a_second_and_so_many_at_once() -> None:
    assert Settings({}).contact_write_limit is Settings({"CONTACT_WRITE_LIMIT": ""}).contact_write_limit is None
    assert Settings({"CONTACT_WRITE_LIMIT": "20, 1200"}).contact_write_limit == (20, 1200)
    assert Settings({"CONTACT_SEARCH_LIMIT": "5,300"}).contact_search_limit == (5, 300)


@pytest.mark.parametrize("text", ["20", "0,5", "5,0", "-1,5", "1,2,3", "many,few"])
def test_what_is_no_rate_is_named_with_its_setting(text: str) -> None:
    with pytest.raises(SettingError, match="CONTACT_SEARCH_LIMIT"):
        _ = Settings({"CONTACT_SEARCH_LIMIT": text}).contact_search_limit


@pytest.mark.parametrize("text", ["0", "-1", "", "many"])
def test_a_book_has_room_for_a_number_of_contacts(text: str) -> None:
    assert Settings({}).max_contacts == 100_000
    with pytest.raises(SettingError, match="MAX_CONTACTS"):
        _ = Settings({"MAX_CONTACTS": text}).max_contacts


def test_what_is_required_and_absent_is_named() -> None:
    with pytest.raises(SettingError, match="EPHEMERAL_TABLE is not set"):
        _ = Settings({}).ephemeral_table


@pytest.mark.parametrize(
    "text",
    [
        "http://app.example.com/",
        "http://127.0.0.1.evil.example/",
        "http://localhost@evil.example/",
        "http://127.0.0.1:80@evil.example/",
        "https://user@app.example.com/",
        "https://app.example.com/#here",
        "javascript:alert(1)",
        "app.example.com",
        "myapp:/signed-in",
        "https://app.example.com/,http://evil.example/",
    ],
)
def test_browsers_return_from_providers_to_safe_places_only(text: str) -> None:
    with pytest.raises(SettingError, match="SIGN_IN_REDIRECTS"):
        _ = Settings({"SIGN_IN_REDIRECTS": text}).sign_in_redirects


def test_there_may_be_several_such_places_or_none() -> None:
    places = ("https://app.example.com/a?b=c", "http://localhost:3000/x", "com.example.app:/signed-in")
    assert Settings({"SIGN_IN_REDIRECTS": ", ".join(places)}).sign_in_redirects == places
    assert Settings({}).sign_in_redirects == ()
