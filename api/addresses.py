"""Which page shows a thing, and which thing a page shows: one mapping between IRIs and paths, both ways.

Things with a page of their own are told by the shape of their IRI (`docs/graph.md`); everything else under
`https://w3id.org/chitieu/` is shown by the generic page at its own path (`/id/place/kon-tum`).
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Final
from urllib.parse import quote, unquote, urlencode

from kg.questions.catalogue import questions
from kg.vocabulary import ID

ROOT: Final = ID.removesuffix("/id/")
"""What our IRIs begin with, and what a host puts its own address in the place of."""
_SHAPES: Final = "/shapes#"
_SAFE: Final = "/:@!$&'()*+,;=~-._"

# Minted under a plan: room of the page by the part that follows the plan in the IRI (no plan's slug has such a part).
_LOCAL: Final = {"agency": "agencies", "agency-group": "agencies", "indicator": "indicators", "cited": "documents"}
_MINTED: Final = re.compile(
    r"document/(?P<plan>.+?)/(?P<part>agency|agency-group|indicator|cited|assignment)/(?P<rest>.+)"
)
_PART: Final = re.compile(r"document/.+/(?:place|appendix|source|(?:table|section|body)/.+)")
_BELOW_ROW: Final = re.compile(r"/(?:target|threshold|citation)/\d+$|/source$")
# Shared things: how their IRIs go on after /id/, and where their pages stand; the longest fitting one counts.
_ROOMS: Final = {
    "agency/": "/agencies/",
    "agency-group/": "/agencies/groups/",
    "agency-kind/": "/agencies/kinds/",
    "indicator/": "/indicators/",
    "finding/": "/findings/",
}
_BACK: Final = sorted(((page, start) for start, page in _ROOMS.items()), key=lambda pair: -len(pair[0]))
_ROW: Final = "#row-"
_CHOSEN: Final = "row"
_SAFE_VALUE: Final = "/:,"
_DATASET: Final = "dataset"
_ABOUT: Final = "/about"


def path_of(iri: str, plans: Container[str], paged: Container[str] = frozenset()) -> str | None:
    """Return the path of the page that shows a thing, None if it is none of ours.

    Args:
        iri: the thing.
        plans: IRIs of the plans with rows, which have pages of their own; other documents stand in /documents.
        paged: those of them with more rows than stand on one page: the address of a row says which page has it.
    """
    if not iri.startswith(ROOT + "/"):
        return None
    path = _quoted((_special(iri, plans) if iri.startswith(ID) else _other(iri)) or iri.removeprefix(ROOT))
    page, mark, row = path.partition(_ROW)
    if mark and iri_of(page) in paged:
        return f"{page}?{urlencode({_CHOSEN: unquote(row)}, safe=_SAFE_VALUE)}{mark}{row}"
    return path


def iri_of(path: str) -> str | None:
    """Return the thing that the page at `path` (a row's fragment included) shows; None if no thing has that page."""
    path = unquote(path)
    room, _, rest = path.removeprefix("/").partition("/")
    if path == _ABOUT:
        return ID + _DATASET
    if not rest or path.endswith("/"):
        return _rule(path)
    if rest.startswith("local/"):
        return f"{ID}document/{rest.removeprefix('local/')}" if room in _LOCAL.values() else None
    if room == "plans":
        page, row, below = rest.partition(_ROW)
        plan = page.partition(f"?{_CHOSEN}=")[0]
        return f"{ID}document/{plan}{'/assignment/' if row else ''}{below}"
    if room == "documents":
        return f"{ID}document/{rest}"
    shared = next((f"{ID}{start}{path[len(page) :]}" for page, start in _BACK if path.startswith(page)), None)
    return _rule(path) or shared or _own(path)


def own_path(iri: str) -> str | None:
    """Return the path at which one of our IRIs is itself asked for (`/id/…`, `/def`, `/graph/…`), without fragment."""
    return _quoted(iri.removeprefix(ROOT).partition("#")[0]) if iri.startswith(ROOT + "/") else None


def iri_at(path: str) -> str:
    """Return the IRI of ours that is asked for at a path, percent-encoded or not."""
    return ROOT + unquote(path)


def _special(iri: str, plans: Container[str]) -> str | None:
    slug = iri.removeprefix(ID)
    if slug == _DATASET:
        return _ABOUT
    minted = _MINTED.fullmatch(slug)
    if minted and minted["part"] != "assignment":
        return f"/{_LOCAL[minted['part']]}/local/{slug.removeprefix('document/')}"
    if minted:
        return None if _BELOW_ROW.search(slug) else f"/plans/{minted['plan']}{_ROW}{minted['rest']}"
    if slug.startswith("document/") and not _PART.fullmatch(slug):
        return f"/{'plans' if iri in plans else 'documents'}/{slug.removeprefix('document/')}"
    return next((page + slug.removeprefix(start) for start, page in _ROOMS.items() if slug.startswith(start)), None)


def _other(iri: str) -> str | None:
    rest = iri.removeprefix(ROOT)
    if rest.startswith(_SHAPES):
        return f"/findings/rules#{rest.removeprefix(_SHAPES)}"
    name = rest.removeprefix("/question/")
    return f"/questions/{name}" if name in _questions() else None


@cache
def _questions() -> frozenset[str]:
    return frozenset(each.name for each in questions())


def _rule(path: str) -> str | None:
    page, mark, code = path.partition("#")
    return f"{ROOT}{_SHAPES}{code}" if page == "/findings/rules" and mark else None


def _own(path: str) -> str | None:
    if path.startswith("/questions/"):
        return f"{ROOT}/question/{path.removeprefix('/questions/')}"
    return ROOT + path if path.startswith(("/id/", "/def", "/graph/", "/question/")) else None


def _quoted(path: str) -> str:
    page, mark, fragment = path.partition("#")
    return quote(page, safe=_SAFE) + mark + quote(fragment, safe=_SAFE)
