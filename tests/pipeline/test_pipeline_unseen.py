"""Plans that nobody prepared for: invented ones of every layout go the whole way and pass the gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal

from kg.errors import NoAssignmentTable
from kg.pipeline import build
from kg.settings import Settings
from kg.store.query import execute

INVENTED = sorted((Path(__file__).parents[1] / "extraction" / "invented").glob("*.txt"))
REFUSED = [path for path in INVENTED if path.stem.startswith("not_")]
PLANS = [path for path in INVENTED if path not in REFUSED]
ROWS = "SELECT (COUNT(*) AS ?n) WHERE { ?row a ct:Assignment }"


def test_there_are_plans_and_other_documents() -> None:
    assert len(PLANS) >= 5
    assert len(REFUSED) >= 5


def test_unseen_plans_are_published_together_with_every_row(tmp_path: Path) -> None:
    result = build(PLANS, data_dir=tmp_path / "data", settings=Settings())
    ((counted,),) = execute(result.snapshot.load_store(), ROWS).rows()
    assert not result.refused
    assert all(outcome.rows for outcome in result.outcomes)
    assert isinstance(counted, Literal)
    assert int(counted.value) == sum(outcome.rows for outcome in result.outcomes)


@pytest.mark.parametrize("path", REFUSED, ids=[path.stem for path in REFUSED])
def test_what_is_no_plan_is_refused_with_the_reason(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NoAssignmentTable, match=path.name):
        build([path], data_dir=tmp_path / "data", settings=Settings())
    assert not (tmp_path / "data" / "current").exists()
