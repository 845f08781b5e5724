"""The REST API, under its version."""

from litestar import Router

from web.api.resources import all_operations

routes = [Router("/api/v1", route_handlers=[*all_operations()])]
