"""Run the W3C's tests against a server of our own and write what came of them to `docs/conformance.ttl`, in EARL.

`python scripts/conformance.py`, from the top of a checkout. Each test tells which W3C test it stands for as a property
(`record_property("w3c", IRI)`); a W3C test has passed when all that stand for it have. See
https://www.w3.org/TR/EARL10-Schema/.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from kg import __version__

REPORT: Final = Path("docs/conformance.ttl")
TESTS: Final = ("tests/api/test_protocol_w3c.py", "tests/api/test_description.py", "tests/api/test_graphs.py")
HEAD: Final = """\
# What the W3C's tests say of chitieu's server. Written by scripts/conformance.py; not edited by hand.
# Of the tests of the Graph Store HTTP Protocol only those that read apply: the server takes no writes, so the state
# that a test's earlier writes would lead to is loaded before.
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix earl: <http://www.w3.org/ns/earl#> .

<https://w3id.org/chitieu/software> a doap:Project, earl:Software, earl:TestSubject ;
    doap:name "chitieu" ;
    doap:release [ doap:revision "%s" ] .

<https://w3id.org/chitieu/software#tests> a earl:Software, earl:Assertor ;
    dcterms:title "The tests of chitieu, run by pytest against a server process"@en .
"""
ASSERTION: Final = """
[] a earl:Assertion ;
    earl:assertedBy <https://w3id.org/chitieu/software#tests> ;
    earl:subject <https://w3id.org/chitieu/software> ;
    earl:test <%s> ;
    earl:mode earl:automatic ;
    earl:result [ a earl:TestResult ; earl:outcome earl:%s ] .
"""


def outcomes(junit: Path) -> dict[str, bool]:
    """Return which W3C tests passed, by their IRIs, from pytest's report."""
    found: dict[str, bool] = {}
    for case in etree.parse(junit).iter("testcase"):
        passed = not any(case.findall(kind) for kind in ("failure", "error", "skipped"))
        for told in case.iterfind("properties/property[@name='w3c']"):
            found[told.get("value")] = found.get(told.get("value"), True) and passed
    return found


def report(found: Mapping[str, bool]) -> str:
    """Return the outcomes in EARL, as Turtle."""
    verdicts = [ASSERTION % (test, "passed" if passed else "failed") for test, passed in sorted(found.items())]
    return HEAD % __version__ + "".join(verdicts)


def main() -> int:
    """Test and write; return 1 when a test failed."""
    with tempfile.TemporaryDirectory() as folder:
        junit = Path(folder, "junit.xml")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-n",
                "0",
                "-o",
                "junit_family=xunit1",
                f"--junitxml={junit}",
                *TESTS,
            ],
            check=False,
        )
        found = outcomes(junit)
    REPORT.write_text(report(found), encoding="utf-8")
    print(f"{sum(found.values())} of {len(found)} W3C tests passed: {REPORT}")
    return int(not all(found.values()))


if __name__ == "__main__":
    sys.exit(main())
