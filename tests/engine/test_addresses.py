"""E-mail and web addresses: what is taken, and that nothing else ever becomes a link."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.addresses import read_email, read_link, short
from engine.errors import Invalid

EMAILS = [
    ("alice@example.com", "alice@example.com"),
    ("Alice Martin <Alice@EXAMPLE.com>", "Alice@example.com"),
    ("mailto:a.b+c@exemple.fr", "a.b+c@exemple.fr"),
    ("élise@bücher.example", "élise@bücher.example"),
]
NO_EMAILS = [
    "alice", "alice@", "@example.com", "a b@example.com", "a@b", "a..b@example.com", "a@-x.com", "a@x..com", "a@b@c.de,",
    "<script>alert(1)</script>@x.com", "javascript:alert(1)", "a@example.com?bcc=b@example.com", "😀@", "x" * 65 + "@example.com",
]  # fmt: skip
LINKS = [
    ("https://Example.com/A?b=1#c", ("https://example.com/A?b=1#c", "")),
    ("example.com", ("https://example.com", "")),
    ("localhost:8000/x", ("https://localhost:8000/x", "")),
    ("http://intranet/x", ("http://intranet/x", "")),
    ("Notre devis https://exemple.fr/d", ("https://exemple.fr/d", "Notre devis")),
    ("https://exemple.fr/d Notre devis", ("https://exemple.fr/d", "Notre devis")),
    ("[Notre devis](https://exemple.fr/d)", ("https://exemple.fr/d", "Notre devis")),
    ("שלום https://example.com", ("https://example.com", "שלום")),
    ("😀 <b> https://example.com", ("https://example.com", "😀 <b>")),
]
NO_LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "[x](javascript:alert(1))",
    "x javascript:alert(1)", "javascript://example.com/%0aalert(1)", "https://", "hello", "12.5", "a@b.com@", "https://user:pw@example.com",
    'https://example.com/"onmouseover="x', "https://example.com/\u202egpj.exe", "https://example.com:99999/", "ftp://example.com", "https://" + "a" * 3000 + ".com",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "address"), EMAILS)
def test_an_email_address_is_found(typed: str, address: str) -> None:
    assert read_email(typed) == address


@pytest.mark.parametrize("typed", NO_EMAILS)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="is not an e-mail address"):
        read_email(typed)


@pytest.mark.parametrize(("typed", "link"), LINKS)
def test_a_link_is_found_with_its_text(typed: str, link: tuple[str, str]) -> None:
    assert read_link(typed) == link


@pytest.mark.parametrize("typed", NO_LINKS)
def test_nothing_but_the_web_becomes_a_link(typed: str) -> None:
    with pytest.raises(Invalid):
        read_link(typed)


@given(st.text(min_size=1, max_size=60).filter(str.split))
def test_any_text_is_a_link_to_the_web_or_refused(typed: str) -> None:
    with suppress(Invalid):
        assert read_link(typed)[0].startswith(("https://", "http://"))


def test_an_address_is_shown_short() -> None:
    assert short("https://www.exemple.fr/devis/") == "exemple.fr/devis"
