"""Which addresses of the internet protocol are public: those that a stranger may be told to ask.

Source: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890 and its updates).
Python's own ``is_global`` changes from release to release, so what matters here is named.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address

_NOT_PUBLIC_4 = {
    IPv4Network(network): word
    for network, word in (
        ("127.0.0.0/8", "loopback"),
        ("0.0.0.0/8", "this machine"),
        ("10.0.0.0/8", "private"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("100.64.0.0/10", "shared by a provider"),
        ("169.254.0.0/16", "link-local"),
        ("168.63.129.16/32", "the metadata of a cloud"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for examples"),
        ("198.51.100.0/24", "for examples"),
        ("203.0.113.0/24", "for examples"),
        ("192.88.99.0/24", "reserved"),
        ("198.18.0.0/15", "for measurements"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
    )
}
_NOT_PUBLIC_6 = {
    IPv6Network(network): word
    for network, word in (
        ("::1/128", "loopback"),
        ("::/128", "this machine"),
        ("fe80::/10", "link-local"),
        ("fc00::/7", "private"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001:db8::/32", "for examples"),
        ("3fff::/20", "for examples"),
        ("2001::/23", "reserved"),
    )
}
_PUBLIC_6 = IPv6Network("2000::/3")
# The last 32 bits of these are an IPv4 address: as others write it, and as NAT64 does (RFC 6052).
_WITH_IPV4_AT_THE_END = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_6TO4 = IPv6Network("2002::/16")


def find_objection(address: IPAddress) -> str | None:
    """Say in a word or two why an address is not public; ``None`` for one that is."""
    if isinstance(address, IPv4Address):
        return next((word for network, word in _NOT_PUBLIC_4.items() if address in network), None)
    if word := next((word for network, word in _NOT_PUBLIC_6.items() if address in network), None):
        return word
    if any(address in network for network in _WITH_IPV4_AT_THE_END):
        return find_objection(IPv4Address(int(address) & 0xFFFF_FFFF))
    if address in _6TO4:
        return find_objection(IPv4Address(int(address) >> 80 & 0xFFFF_FFFF))
    return None if address in _PUBLIC_6 else "reserved"


def read_address(text: str) -> IPAddress | None:
    """Read an address as sockets are given it, with or without a zone; ``None`` for anything else."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None
