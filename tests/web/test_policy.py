"""A route that nobody decided about keeps the application from starting."""

from collections.abc import Callable

import pytest
from litestar import Litestar, Router, get

from engine.permissions import Actor
from engine.settings import Settings
from tests.factories import Office
from tests.web.conftest import Client, http_handlers
from web.app import create_app
from web.policy import MissingPolicy, Policy, check_policies
from web.routes import home


def test_a_route_without_a_policy_is_named_and_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(home.home.opt, "policy")
    with pytest.raises(MissingPolicy, match=r"^/ "):
        create_app(settings)


def test_a_word_is_no_policy() -> None:
    @get("/careless", policy="public", sync_to_thread=False)
    def careless() -> str:
        return ""

    with pytest.raises(MissingPolicy, match="/careless"):
        check_policies(Litestar([careless], openapi_config=None))


def test_the_frameworks_own_pages_count() -> None:
    with pytest.raises(MissingPolicy, match="/schema"):
        check_policies(Litestar([Router("/", route_handlers=[])]))


def test_strangers_see_no_page_of_a_workspace(stranger: Client, app: Litestar) -> None:
    for path, policy in gets(app):
        if policy is Policy.MEMBER:
            answer = stranger.get(path, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login"), path


def test_programs_need_a_token(alice: Client, app: Litestar) -> None:
    for path, policy in gets(app):
        if policy is Policy.TOKEN:
            assert alice.get(path).status_code == 401, path


@pytest.mark.parametrize("path", ["/admin"])
def test_members_do_not_administer(office: Office, sign_in: Callable[[Actor], Client], path: str) -> None:
    assert sign_in(office.bob).get(path).status_code == 403


def gets(app: Litestar) -> list[tuple[str, Policy]]:
    return [(path, handler.opt["policy"]) for path, handler in http_handlers(app) if "GET" in handler.http_methods]
