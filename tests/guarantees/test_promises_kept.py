"""Every promise of `rouage guarantees`, in its short size, on each database; but those that wait for minutes."""

from pathlib import Path
from random import Random, SystemRandom

import pytest

from web.promise import promises
from web.storms.broken import NotTried
from web.storms.ground import Ground

STORMS = [(name, kind) for name, promise in promises().items() if not promise.waits for kind in promise.databases]


@pytest.mark.parametrize(("name", "kind"), STORMS, ids=[f"{name}-{kind}" for name, kind in STORMS])
def test_promise_is_kept(name: str, kind: str, tmp_path: Path) -> None:
    seed = SystemRandom().randrange(2**32)
    print(f"rouage guarantees --short --only {name} --database {kind} --seed {seed}")  # noqa: T201 - to repeat a red one
    ground = Ground(kind, tmp_path, Random(f"{seed} {name} {kind}"), short=True)  # noqa: S311 - it shall be repeatable
    try:
        assert promises()[name].keep(ground)
    except (
        NotTried
    ) as reason:  # a container without the right to mount; `tests/engine/test_outage.py` fills a disk there
        pytest.skip(str(reason))
