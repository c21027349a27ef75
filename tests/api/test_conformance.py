"""`docs/conformance.ttl` says what these tests say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rdflib import Graph, Namespace
from rdflib.namespace import DOAP, RDF

from kg import __version__
from tests.api import test_description, test_graphs, test_protocol_w3c

EARL: Final = Namespace("http://www.w3.org/ns/earl#")
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
REPORT: Final = Path(__file__).parents[2] / "docs" / "conformance.ttl"
READING: Final = {
    "get_of_put__initial_state",
    "get_of_put__default_graph",
    "get_of_delete__existing_graph",
    "head_on_an_existing_graph",
    "head_on_a_nonexisting_graph",
}


def test_the_report_is_of_these_tests_and_of_this_version() -> None:
    """If it is not, run `python scripts/conformance.py`."""
    report = Graph().parse(REPORT)
    protocol = {test for test, _ in test_protocol_w3c.TESTS}
    description = {
        str(each) for each in Graph().parse(test_description.MANIFEST).subjects(RDF.type, MF.ServiceDescriptionTest)
    }
    graphs = {f"{test_graphs.TESTS}{name}" for name in READING}
    assert len(protocol) == 20
    assert len(description) == 3
    assert {str(each) for each in report.objects(None, EARL.test)} == protocol | description | graphs
    assert set(report.objects(None, EARL.outcome)) == {EARL.passed}
    assert {str(each) for each in report.objects(None, DOAP.revision)} == {__version__}
