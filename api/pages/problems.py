"""What errors mean: the pages that the `type` of a problem object (RFC 9457) leads to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from api.pages.site import Crumb
from api.pages.visit import Page, Visit
from kg.errors import errors_by_code
from kg.output.bilingual import Text
from kg.output.tables import Column, TableData

_COLUMNS = ("code", "status", "means", "remedy")


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of error: its stable code, the status that it is told with, what it means, what to do."""

    code: str
    status: int
    means: Text
    remedy: Text


@cache
def problems() -> Mapping[str, Problem]:
    """Return every kind of error by its code, in the order of codes."""
    told = tomllib.loads(files("api").joinpath("problems.toml").read_text(encoding="utf-8"))
    return {
        code: Problem(code, kind.http_status, Text(**told[code]["means"]), Text(**told[code]["remedy"]))
        for code, kind in sorted(errors_by_code().items())
    }


def problem_list(visit: Visit) -> Page:
    """Return the page that lists the kinds of errors."""
    return _page(visit, [*problems().values()])


def problem(visit: Visit) -> Page:
    """Return the page of one.

    Raises:
        NoSuchPage: no error has that code.
    """
    found = problems().get(visit.rest)
    if found is None:
        raise visit.missing()
    return _page(visit, [found], Crumb(visit.said("problem_kinds"), visit.here.to("/problem")))


def _page(visit: Visit, shown: list[Problem], *crumbs: Crumb) -> Page:
    language = visit.here.language
    table = TableData(
        tuple(Column(name, visit.said(f"problem_{name}")) for name in _COLUMNS),
        tuple((each.code, each.status, each.means.in_(language), each.remedy.in_(language)) for each in shown),
    )
    return Page("problems/problem.html", crumbs, {"problems": shown, "one": visit.rest}, lambda: table)
