"""The chart in deploy/helm: its values against their schema, and what it makes of them, field by field, as Kubernetes would read it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from web.serve import GRACE, LONGEST_DRAIN

CHART = Path(__file__).parents[2] / "deploy" / "helm" / "rouage"
HOLE = re.compile(r"\{\{ \.(Values|Release)\.([a-zA-Z.]+)( \| quote)? \}\}")
VALUES: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))
SCHEMA: dict[str, Any] = json.loads((CHART / "values.schema.json").read_text("utf-8"))


def rendered(template: str) -> str:
    """What Helm makes of it: our templates hold nothing but values."""

    def filled(hole: re.Match[str]) -> str:
        found: Any = {"Values": VALUES, "Release": {"Name": "office"}}[hole[1]]
        for name in hole[2].split("."):
            found = found[name]
        return json.dumps(str(found)) if hole[3] else str(found)

    text = HOLE.sub(filled, template)
    assert "{{ " not in text, "more than this test can read"
    return text


def made() -> Iterator[dict[str, Any]]:
    for file in sorted((CHART / "templates").iterdir()):
        yield from yaml.safe_load_all(rendered(file.read_text("utf-8")))


MADE = {(one["kind"], one["metadata"]["name"]): one for one in made()}
DEPLOYMENTS = {name.removeprefix("office-"): one for (kind, name), one in MADE.items() if kind == "Deployment"}


def test_values_keep_to_their_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    assert list(validator.iter_errors(VALUES)) == []
    assert list(validator.iter_errors({**VALUES, "webb": {}})) != []
    assert list(validator.iter_errors({**VALUES, "web": {**VALUES["web"], "replicas": "2"}})) != []


def test_the_team_is_whole() -> None:
    assert DEPLOYMENTS.keys() == {"web", "worker", "beat"}
    assert [DEPLOYMENTS[name]["spec"]["replicas"] for name in ("web", "worker", "beat")] == [2, 2, 1]
    assert {kind for kind, _ in MADE} == {"Deployment", "Service", "Ingress", "PodDisruptionBudget"}
    assert DEPLOYMENTS["beat"]["spec"]["strategy"] == {"type": "Recreate"}


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_pod_may_do_no_more_than_it_must(name: str) -> None:
    pod = DEPLOYMENTS[name]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert pod["terminationGracePeriodSeconds"] > GRACE + LONGEST_DRAIN
    for container in (*pod["initContainers"], *pod["containers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {mount["name"] for mount in container["volumeMounts"]} <= {volume["name"] for volume in pod["volumes"]}
        assert all(isinstance(one["value"], str) for one in container["env"])
    assert pod["containers"][0]["resources"].keys() == {"requests", "limits"}


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_secrets_are_named_and_never_told(name: str) -> None:
    pod = DEPLOYMENTS[name]["spec"]["template"]["spec"]
    told = {one["name"]: one["value"] for one in pod["containers"][0]["env"]}
    files = {value for variable, value in told.items() if variable.endswith("_FILE")}
    assert {Path(file).name for file in files} == {
        "database_url",
        "redis_url",
        "secret_key",
        "mail_url",
        "metrics_token",
    }
    assert {"name": "secrets", "secret": {"secretName": "rouage"}} in pod["volumes"]


def test_what_selects_finds_its_pods() -> None:
    labels = {name: one["spec"]["template"]["metadata"]["labels"] for name, one in DEPLOYMENTS.items()}
    for name, one in DEPLOYMENTS.items():
        assert one["spec"]["selector"]["matchLabels"].items() <= labels[name].items()
    service = MADE["Service", "office-web"]["spec"]
    assert service["selector"].items() <= labels["web"].items()
    assert (
        service["ports"][0]["targetPort"]
        == DEPLOYMENTS["web"]["spec"]["template"]["spec"]["containers"][0]["ports"][0]["name"]
    )
    for name in ("web", "worker"):
        assert (
            MADE["PodDisruptionBudget", f"office-{name}"]["spec"]["selector"]["matchLabels"].items()
            <= labels[name].items()
        )
    path = MADE["Ingress", "office"]["spec"]["rules"][0]["http"]["paths"][0]
    assert path["backend"]["service"]["name"] == "office-web"


def test_probes_ask_what_the_process_answers() -> None:
    web = DEPLOYMENTS["web"]["spec"]["template"]["spec"]["containers"][0]
    assert web["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert web["readinessProbe"]["periodSeconds"] * web["readinessProbe"]["failureThreshold"] < LONGEST_DRAIN
    assert "httpGet" not in web["livenessProbe"], "a database that is away is no reason to kill the web process"
    assert "livenessProbe" in DEPLOYMENTS["worker"]["spec"]["template"]["spec"]["containers"][0]
