"""A fault that is repeated is reported for each row that has it, not for each pair of rows."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from kg.validation.report import validate_plan
from kg.vocabulary import expand
from tests.validation.generator import store_of, world

ROWS = 25


def test_rows_of_one_indicator_and_number_grow_the_report_in_step_with_them() -> None:
    made = world(5, ROWS)
    store = store_of(made.quads)
    plan = ox.NamedNode(made.names["plan"])
    rows = [quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(expand("ct:plan")), plan)]
    for path, value in (
        ("ct:item", ox.NamedNode(made.names["plan"] + "/indicator/1")),
        ("ct:ordinal", ox.Literal("1")),
    ):
        own = [quad for row in rows for quad in store.quads_for_pattern(row, ox.NamedNode(expand(path)), None)]
        for quad in own:
            store.remove(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))
    found = Counter(finding.code for finding in validate_plan(store, plan.value).findings)
    assert found["CT-C002"] == found["CT-O001"] == ROWS - 1
    assert ROWS / 2 < found["CT-C001"] <= ROWS - 1
    assert 0 < found["CT-C005"] <= ROWS - 1
