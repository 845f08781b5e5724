"""Both languages: nothing untranslated, and whose language a page speaks."""

import re
from collections.abc import Callable

import pytest

from engine.permissions import Actor
from tests.factories import Office
from tests.web.conftest import Client
from web.i18n import catalogue
from web.i18n.__main__ import SOURCE, extracted, read, strings, untranslated

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def test_every_string_of_the_templates_has_its_french() -> None:
    known = read(SOURCE)
    missing = [message.id for message in extracted() if message.id and message.id not in known]
    assert missing == [], "run: python -m web.i18n update"
    assert [message.id for message in untranslated(known)] == []


def test_the_french_fills_the_same_holes() -> None:
    for message in read(SOURCE):
        english = {hole for text in [message.id] for hole in PLACEHOLDER.findall(str(text))}
        french = {hole for text in strings(message) for hole in PLACEHOLDER.findall(text)}
        assert english == french, message.id


def test_french_typography() -> None:
    for message in read(SOURCE):
        for text in strings(message):
            assert not re.search(r" [;:!?»]|« |'", text), f"no-break space or ’ missing: {text!r}"


def test_strangers_get_what_their_browser_prefers(stranger: Client) -> None:
    assert 'lang="fr"' in stranger.get("/login", headers={"accept-language": "de, fr;q=0.8, en;q=0.5"}).text
    assert 'lang="en"' in stranger.get("/login", headers={"accept-language": "de"}).text


def test_a_strangers_choice_is_kept(stranger: Client) -> None:
    stranger.get("/login?language=fr")
    assert "Se connecter" in stranger.get("/login", headers={"accept-language": "en"}).text


def test_a_members_choice_follows_them(office: Office, sign_in: Callable[[Actor], Client]) -> None:
    here, elsewhere = sign_in(office.alice), sign_in(office.alice)
    answer = here.post("/me/language", data={"language": "fr", "back": "/tokens"})
    assert answer.url.path == "/tokens"
    assert "Jetons d’API" in elsewhere.get("/tokens", headers={"accept-language": "en"}).text


def test_an_unknown_language_is_refused(alice: Client) -> None:
    assert alice.post("/me/language", data={"language": "xx"}).status_code == 422


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 élément"), (1, "1 élément"), (3, "3 éléments"), (1_000_000, "1000000 éléments")]
)
def test_every_count_is_said_in_french(count: int, said: str) -> None:
    assert catalogue("fr").ngettext("%(count)s item", "%(count)s items", count) % {"count": count} == said
