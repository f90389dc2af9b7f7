"""Which addresses are public: all others are refused, however they are written inside one another."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.crawl.public import find_objection, read_address

NOT_PUBLIC = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1
100.100.100.200 169.254.169.254 169.254.0.1 168.63.129.16 192.0.0.192 192.0.2.1 198.51.100.7 203.0.113.9
198.18.0.1 192.88.99.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
::1 :: fe80::1 fe80::1%lo fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 3fff::1 100::1 5f00::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1::1
2002:a00:1::1 2001:0:53aa:64c::1
""".split()
PUBLIC = """
8.8.8.8 1.1.1.1 93.184.215.14 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 192.169.0.1 223.255.255.255
2606:4700::1111 2001:4860:4860::8888 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
""".split()
CARRIERS_OF_IPV4 = [IPv6Network(text) for text in ("::ffff:0:0/96", "64:ff9b::/96", "2002::/16", "::/96")]


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_an_address_of_a_special_purpose_is_not_public(text: str) -> None:
    address = read_address(text)
    assert address is not None
    assert find_objection(address)


@pytest.mark.parametrize("text", PUBLIC)
def test_an_address_of_the_open_internet_is_public(text: str) -> None:
    address = read_address(text)
    assert address is not None
    assert find_objection(address) is None


@pytest.mark.parametrize("text", ["localhost", "2130706433", "0x7f000001", "127.1", "", "example.org"])
def test_what_is_not_resolved_is_no_address(text: str) -> None:
    assert read_address(text) is None


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_the_standard_library_holds_to_be_local_is_never_public(
    address: IPv4Address | IPv6Address,
) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        carries_another = any(address in network for network in CARRIERS_OF_IPV4)
        assert carries_another or find_objection(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_as_itself(address: IPv4Address) -> None:
    number = int(address)
    carriers = [
        IPv6Address((0xFFFF << 32) + number),
        IPv6Address((0x0064FF9B << 96) + number),
        IPv6Address((0x2002 << 112) + (number << 80) + 1),
    ]
    assert {bool(find_objection(carrier)) for carrier in carriers} == {bool(find_objection(address))}


def test_an_address_with_a_zone_is_read_without_it() -> None:
    assert read_address("fe80::1%eth0") == ip_address("fe80::1")
