"""Where events may be posted to: no way of writing an address leads inside."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from bot.access.hook_addresses import HookAddressError, HookRules, name_of_host

INSIDE = [
    *("127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("0.0.0.0", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1"),
    *("64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1", "192.88.99.1"),
]


@pytest.mark.parametrize("text", INSIDE)
def test_what_is_inside_is_never_allowed(text: str) -> None:
    assert not HookRules().allows(ip_address(text))
    host = f"[{text}]" if ":" in text else text
    with pytest.raises(HookAddressError) as refused:
        HookRules().check(f"https://{host}/nhan")
    assert refused.value.reason == "private"


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_public_is_allowed(text: str) -> None:
    assert HookRules().allows(ip_address(text))


def test_a_network_is_allowed_by_a_setting_alone() -> None:
    rules = HookRules(networks=(ip_network("10.20.0.0/16"), ip_network("fd00::/8")))
    for text in ("10.20.1.1", "fd00::1", "::ffff:10.20.1.1"):
        assert rules.allows(ip_address(text))
    for text in ("10.21.1.1", "127.0.0.1", "fe80::1"):
        assert not rules.allows(ip_address(text))


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "017700000001", "127.1", "0177.0.0.1", "localhost"),
        *("0x7f.0.0.1", "127.0.0.1.", "0"),
    ],
)
async def test_a_name_is_looked_up_and_judged_by_its_addresses(host: str) -> None:
    """Decimal, octal and short forms are what the system makes of them: an address inside, or none
    at all."""
    with pytest.raises((HookAddressError, OSError)):
        await HookRules().look_up(host, 443)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.gov.vn/", "http"),
        ("ftp://example.gov.vn/", "url"),
        ("https:///path", "url"),
        ("https://", "url"),
        ("example.gov.vn", "url"),
        ("", "url"),
        ("https://user@example.gov.vn/", "url"),
        ("https://user:secret@example.gov.vn/", "url"),
        ("https://example.gov.vn/#x", "url"),
        ("https://example.gov.vn:0/", "url"),
        ("https://example.gov.vn:99999/", "url"),
        ("https://example.gov.vn/a b", "url"),
        ("https://example.gov.vn/\r\nX-Evil: 1", "url"),
        ("https://tỉnh.vn/", "url"),
        ("https://[::1", "url"),
        ("https://example.gov.vn/" + "x" * 2_000, "url"),
        ("https://[fe80::1%25eth0]/", "private"),
    ],
)
def test_what_is_no_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(HookAddressError) as refused:
        HookRules().check(url)
    assert refused.value.reason == reason


def test_http_is_allowed_by_a_setting_alone() -> None:
    assert HookRules(http=True).check("http://example.gov.vn:8080/a?b=c").port == 8080
    assert HookRules().check("https://example.gov.vn/a?b=c").hostname == "example.gov.vn"


def test_nobody_reads_more_than_the_host() -> None:
    assert name_of_host("https://hooks.example/services/T0/B0/secret?token=1") == "hooks.example"
