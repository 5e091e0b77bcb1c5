"""From where a request comes, and what nobody can make up."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.http.source_addresses import UNKNOWN_NETWORK, Network, caller_network

PROXIES: tuple[Network, ...] = (ip_network("10.0.0.0/8"), ip_network("2001:db8:ffff::/48"))
HOPS = st.one_of(st.ip_addresses().map(str), st.text(max_size=20))
FORWARDED = st.lists(HOPS, max_size=5).map(",".join)


def is_proxy(address: IPv4Address | IPv6Address) -> bool:
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    return any(plain in proxies for proxies in PROXIES)


@pytest.mark.parametrize(
    ("source_ip", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("127.0.0.5", "127.0.0.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:cb00:7107", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", UNKNOWN_NETWORK),
        ("test-invoke-source-ip", UNKNOWN_NETWORK),
        ("203.0.113.256", UNKNOWN_NETWORK),
    ],
)
def test_a_network_is_an_ipv4_address_or_a_64_of_ipv6(source_ip: str, network: str) -> None:
    assert caller_network(source_ip) == network


@pytest.mark.parametrize(
    ("forwarded_for", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7, 10.9.9.9, 10.1.2.3", "203.0.113.7"),
        ("203.0.113.7,2001:db8:ffff::1,10.1.2.3", "203.0.113.7"),
        ("2001:db8:1:2:3::4, 10.1.2.3", "2001:db8:1:2::/64"),
        ("203.0.113.7:443, 10.1.2.3", "203.0.113.7"),
        ("[2001:db8:1:2::3]:443, 10.1.2.3", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::3], 10.1.2.3", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7, ::ffff:10.1.2.3", "203.0.113.7"),
        ("10.7.7.7, 10.1.2.3", "10.7.7.7"),
        ("203.0.113.7, nonsense, 10.1.2.3", "10.1.2.3"),
        ("203.0.113.7, [], 10.1.2.3", "10.1.2.3"),
        ("203.0.113.7, , 10.1.2.3", "10.1.2.3"),
        ("", "10.1.2.3"),
    ],
)
def test_behind_a_trusted_proxy_it_is_the_last_hop_that_is_none(forwarded_for: str, network: str) -> None:
    assert caller_network("10.1.2.3", forwarded_for, PROXIES) == network


@given(source=st.ip_addresses(), forwarded_for=FORWARDED)
def test_what_a_caller_claims_changes_nothing(source: IPv4Address | IPv6Address, forwarded_for: str) -> None:
    assert caller_network(str(source), forwarded_for) == caller_network(str(source))
    if not is_proxy(source):
        assert caller_network(str(source), forwarded_for, PROXIES) == caller_network(str(source))


@given(caller=st.ip_addresses().filter(lambda address: not is_proxy(address)), claimed=FORWARDED)
def test_what_a_caller_claims_to_a_proxy_changes_nothing(caller: IPv4Address | IPv6Address, claimed: str) -> None:
    forwarded_for = f"{claimed}, {caller}, 10.0.0.1"
    assert caller_network("10.0.0.2", forwarded_for, PROXIES) == caller_network(str(caller))


@given(st.text(), st.text())
def test_any_text_has_a_network(source_ip: str, forwarded_for: str) -> None:
    assert caller_network(source_ip, forwarded_for, PROXIES)


@given(st.ip_addresses(v=6), st.integers(min_value=0, max_value=2**64 - 1))
def test_all_addresses_of_a_64_are_one_caller(address: IPv4Address | IPv6Address, host: int) -> None:
    neighbour = IPv6Address((int(address) >> 64 << 64) + host)
    if not any(IPv6Address(int(each)).ipv4_mapped for each in (address, neighbour)):
        assert caller_network(str(address)) == caller_network(str(neighbour))


@given(st.ip_addresses(v=4), st.ip_addresses(v=4))
def test_two_ipv4_addresses_are_two_callers(one: IPv4Address, other: IPv4Address) -> None:
    assert (caller_network(str(one)) == caller_network(str(other))) == (one == other)
