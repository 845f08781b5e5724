"""Whatever the documentation lets a program send, and what it does not: an answer that is documented, never a crash.

`ROUAGE_EXAMPLES=500` for the long run.
"""

import os
from collections.abc import Callable
from typing import Any

import hypothesis.core
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from requests import Request
from schemathesis import Case
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program, page
from tests.web.api.test_policy import events, places
from tests.web.conftest import HOST

__all__ = ["places"]

EXAMPLES = int(os.environ.get("ROUAGE_EXAMPLES", "8"))
LONGEST = 65_536
"""Characters of an address that the test's client sends."""
VERBS = ("get", "post", "patch", "put", "delete")
LOOKED_AT = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
]
THRIFTY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="ROUAGE_EXAMPLES" not in os.environ,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def hypothesis_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Schemathesis replaces its printer for good, and other tests' failures would be shown without their example."""
    monkeypatch.setattr(hypothesis.core, "RepresentationPrinter", hypothesis.core.RepresentationPrinter)


def test_a_viewer_and_the_owner(
    charlie: Program, alice: Program, office: Office, board: CompiledBoard, places: dict[str, str]
) -> None:
    """Both send the same; what the viewer sends makes no event."""
    load_all_checks()
    made = events(office)

    def by_viewer_and_owner(case: Case) -> None:
        nonlocal made
        send(charlie, case)
        assert events(office) == made, "a viewer's request made an event"
        send(alice, case)
        made = events(office)

    wrong = [
        problem
        for operation in operations()
        for problem in problems(
            by_viewer_and_owner, operation, {hole.name: places[hole.name] for hole in operation.path_parameters}
        )
    ]
    assert not wrong, "\n".join(wrong)


def operations() -> list[Any]:
    """What is deleted is asked for last, and the tokens that the programs carry last of all."""
    every = [one.ok() for one in schemathesis.openapi.from_dict({**page(), "security": []}).get_all_operations()]
    return sorted(every, key=lambda one: (VERBS.index(one.method), one.path.startswith("/tokens/")))


def problems(ask: Callable[[Case], None], operation: Any, ours: dict[str, str]) -> list[str]:
    """What it answers that it should not; it is asked with what is documented and with what is not, of our ids and of any."""
    cases = st.one_of(
        operation.as_strategy(GenerationMode.POSITIVE, path_parameters=ours),
        operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=ours),
        operation.as_strategy(GenerationMode.NEGATIVE),
    )
    try:
        THRIFTY(given(cases)(ask))()
    except (FailureGroup, AssertionError) as error:
        return [f"{operation.label}: {error}"]
    return []


def send(program: Program, case: Case) -> None:
    asked = Request(**case.as_transport_kwargs(base_url=f"{HOST}/api/v1")).prepare()
    assume(len(str(asked.url)) < LONGEST)
    asked.headers.pop("Accept-Encoding", None)  # the client that sends it says what it can unpack
    headers = {**{name: value.encode("latin-1") for name, value in asked.headers.items()}, **program.headers}
    answer = program.client.request(str(asked.method), str(asked.url), headers=headers, content=asked.body or b"")
    case.validate_response(answer, checks=CHECKS.get_by_names(LOOKED_AT))
