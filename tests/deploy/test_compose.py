"""deploy/compose.yaml keeps to the Compose specification, and each of its services to what a team's installation needs."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyOptions

DEPLOY = Path(__file__).parents[2] / "deploy"
HOLE = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")
OURS = ("migrate", "web", "worker", "beat")


def text() -> str:
    """As Compose reads it: with SITE in the environment, and each other variable's default."""
    given = (DEPLOY / "compose.yaml").read_text("utf-8")
    return HOLE.sub(lambda hole: "rouage.test" if hole[1] == "SITE" else hole[2], given)


COMPOSE: dict[str, Any] = yaml.safe_load(text())
SERVICES: dict[str, Any] = COMPOSE["services"]


def test_it_keeps_to_the_specification() -> None:
    options = PyOptions()
    options.apply_merge = True
    options.from_yaml(text()).validate()


def test_a_mistake_is_found() -> None:
    options = PyOptions()
    options.apply_merge = True
    with pytest.raises(ValueError, match="duration"):
        options.from_yaml(text().replace("stop_grace_period: 10s", "stop_grace_period: soon"))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert not str(service.get("user", "root" if name != "proxy" else "")).startswith(("root", "0"))
    assert ("ports" in service) is (name == "proxy")


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_there(name: str) -> None:
    service = SERVICES[name]
    assert set(service.get("secrets", ())) <= COMPOSE["secrets"].keys()
    assert set(service["networks"]) <= COMPOSE["networks"].keys()
    assert set(service.get("depends_on", ())) <= SERVICES.keys()
    for place in service.get("volumes", ()):
        source = place.partition(":")[0]
        assert source in COMPOSE["volumes"] or (DEPLOY / source).exists()
    files = [value for variable, value in service.get("environment", {}).items() if variable.endswith("_FILE")]
    assert [Path(file).name for file in files] == [
        name for name in service.get("secrets", ()) if f"/run/secrets/{name}" in files
    ]
    assert len(files) == len(service.get("secrets", ()))


def test_the_team_is_whole() -> None:
    assert {SERVICES[name]["deploy"]["replicas"] for name in ("web", "worker")} == {2}
    assert all("healthcheck" in SERVICES[name] for name in SERVICES if name not in ("migrate", "beat"))
    assert all("rouage" in SERVICES[name]["image"] for name in OURS)


def test_a_process_gets_the_time_that_its_drain_takes() -> None:
    from web.serve import GRACE, LONGEST_DRAIN

    for name in OURS:
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > GRACE + LONGEST_DRAIN


def test_nobody_but_the_proxy_is_believed() -> None:
    address = SERVICES["proxy"]["networks"]["outside"]["ipv4_address"]
    assert SERVICES["web"]["environment"]["ROUAGE_TRUSTED_PROXY"] == address
    assert "respond /metrics 404" in (DEPLOY / "Caddyfile").read_text("utf-8")


def test_secrets_are_made_once(tmp_path: Path) -> None:
    script = shutil.copy(DEPLOY / "secrets.sh", tmp_path)
    made = []
    for _ in range(2):
        subprocess.run([script], check=True)
        made.append({file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()})
    assert made[0] == made[1]
    assert made[0].keys() == COMPOSE["secrets"].keys()
    assert made[0]["postgres_password"] in made[0]["database_url"]
    assert len(made[0]["secret_key"]) == 64
    assert os.access(script, os.X_OK)
