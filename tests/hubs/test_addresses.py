"""Which addresses may be connected to: a table."""

import pytest

from registry.hubs.addresses import is_public

PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2606:4700::1", "2a00:1450::1"]
NOT_PUBLIC = {
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1"],
    "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0"],
    "metadata over IPv6": ["fd00:ec2::254"],
    "shared": ["100.64.0.1", "100.127.255.255"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1"],
    "broadcast and reserved": ["255.255.255.255", "240.0.0.1"],
    "mapped": ["::ffff:127.0.0.1", "::ffff:8.8.8.8"],
    "compatible": ["::127.0.0.1", "::8.8.8.8"],
    "translated": ["::ffff:0:127.0.0.1"],
    "NAT64": ["64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::1"],
    "6to4": ["2002:7f00:1::", "192.88.99.1"],
    "Teredo": ["2001:0:7f00:1::1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1", "3fff:fff::1"],
    "benchmarking": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    "site-local": ["fec0::1"],
    "protocols": ["192.0.0.1", "2001:10::1", "2001:20::1", "5f00::1", "100::1"],
    "given to nobody": ["4000::1", "fe00::1"],
    "no address": ["", "localhost", "127.1", "2130706433"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_opened(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", [pytest.param(row, id=f"{kind} {row}") for kind, rows in NOT_PUBLIC.items() for row in rows]
)
def test_an_address_of_a_special_network_may_not(address: str) -> None:
    assert not is_public(address)
