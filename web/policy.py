"""Who may call a route. Every handler declares one policy, or the application does not start."""

from enum import StrEnum

from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute


class Policy(StrEnum):
    """`@get("/boards", policy=Policy.MEMBER, sync_to_thread=True)`."""

    PUBLIC = "public"
    """Anybody; the page holds nothing of a workspace."""
    LINK = "link"
    """Whoever holds the secret in the address or a header: the handler looks it up first."""
    MEMBER = "member"
    """A browser whose login is valid; unsafe methods carry its token."""
    TOKEN = "token"  # noqa: S105 - the name of a policy
    """A program with an API token in `Authorization: Bearer`."""


class MissingPolicy(Exception):
    """A route that nobody decided about; the message names it."""


def check_policies(app: Litestar) -> None:
    """Refuse to start when a route, static files and documentation included, declares no policy."""
    for route in app.routes:
        handlers: list[BaseRouteHandler] = (
            [*route.route_handlers] if isinstance(route, HTTPRoute) else [route.route_handler]
        )
        for handler in handlers:
            if not is_decided(handler):
                raise MissingPolicy(
                    f"{route.path} ({handler}) declares no policy: add policy=Policy.… to its decorator"
                )


def is_decided(handler: BaseRouteHandler) -> bool:
    """Litestar's own answer to OPTIONS only lists the methods."""
    return isinstance(handler.opt.get("policy"), Policy) or getattr(handler, "http_methods", None) == {"OPTIONS"}
