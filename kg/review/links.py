"""The links of a snapshot from printed names to things, the doubtful ones first by how much hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Store

from kg.errors import UsageError
from kg.graph.mapping import NameKind
from kg.output.tables import Column, Iri, TableData, cell
from kg.resolution.model import Method
from kg.resources import read_text
from kg.store.query import execute
from kg.vocabulary import expand

_SURE_FROM: Final = 0.9
_DECIDED: Final = frozenset({Method.CURATED, Method.CORRECTION})
_ITEMS: Final = frozenset({NameKind.INDICATOR, NameKind.DOCUMENT})
_SHORTEST: Final = 4
_COLUMNS: Final = (
    Column("link", "Liên kết"),
    Column("rows", "Số dòng"),
    Column("kind", "Loại"),
    Column("printed", "Tên in"),
    Column("method", "Cách đối chiếu"),
    Column("confidence", "Độ tin cậy"),
    Column("thing", "Chỉ đến"),
    Column("thingLabel", "Tên chuẩn"),
    Column("reason", "Lý do"),
    Column("candidates", "Ứng viên"),
    Column("planLabel", "Kế hoạch"),
    Column("plan", "IRI kế hoạch", handle=True),
)


@dataclass(frozen=True, slots=True)
class ReviewCandidate:
    """A thing that the name may mean: its IRI, a confidence from 0 to 1, what speaks for or against it."""

    iri: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A printed name of one plan and what it was taken to name.

    Attributes:
        id: the last part of the mapping's IRI; what a person names the link by.
        kind: what it is a name of.
        printed: the name as printed.
        plan, plan_label: where.
        occurrences: rows, and targets and citations of the running text, that hang on it.
        method, confidence, reason: how and how surely.
        thing, thing_label: what it was taken to name; None if nothing.
        candidates: other things that it may mean, best first.
    """

    id: str
    kind: NameKind
    printed: str
    plan: str
    plan_label: str
    occurrences: int
    method: Method
    confidence: float
    reason: str
    thing: str | None
    thing_label: str | None
    candidates: tuple[ReviewCandidate, ...]

    @property
    def doubtful(self) -> bool:
        """Whether a person should look: unresolved, predicted, not in the registry, or read with little confidence."""
        if self.method in _DECIDED:
            return False
        if self.method is Method.LOCAL:
            return self.kind in _ITEMS
        return self.method in {Method.UNRESOLVED, Method.SIMILARITY} or self.confidence < _SURE_FROM


def all_links(store: Store) -> tuple[ReviewLink, ...]:
    """Return every link of a snapshot, the one on which most hangs first, then by name and plan."""
    result = execute(store, read_text("ontology/review.rq"))
    links = [_link(dict(zip(result.variables, map(cell, row), strict=True))) for row in result.rows()]
    return tuple(sorted(links, key=lambda link: (-link.occurrences, link.kind, link.printed, link.plan, link.id)))


def doubtful_links(store: Store) -> tuple[ReviewLink, ...]:
    """Return the links that a person should look over, in the order of `all_links`."""
    return tuple(link for link in all_links(store) if link.doubtful)


def find_link(store: Store, name: str) -> ReviewLink:
    """Return the link of an id, or of the beginning of one.

    Raises:
        UsageError: none or several links have such an id.
    """
    found = [link for link in all_links(store) if link.id.startswith(name)] if len(name) >= _SHORTEST else []
    if len(found) != 1:
        hint = f"Give at least {_SHORTEST} characters of an id that `chitieu review` shows in this snapshot."
        raise UsageError(f"{len(found) or 'No'} link has an id that begins with {name!r}.", hint=hint)
    return found[0]


def links_table(links: tuple[ReviewLink, ...]) -> TableData:
    """Return links as a table, one line each; candidates as "CURIE (confidence): reason", separated by "; "."""
    return TableData(_COLUMNS, tuple(map(_row, links)), title="Liên kết cần xem lại")


def _row(link: ReviewLink) -> tuple[str | int | float | None, ...]:
    candidates = "; ".join(f"{Iri(one.iri).curie} ({one.confidence:g}): {one.reason}" for one in link.candidates)
    thing = Iri(link.thing) if link.thing else None
    told = (link.kind.value, link.printed, link.method.value, link.confidence, thing, link.thing_label, link.reason)
    return link.id, link.occurrences, *told, candidates, link.plan_label, Iri(link.plan)


def _link(cells: dict[str, object]) -> ReviewLink:
    texts = {name: str(value) for name, value in cells.items() if value is not None}
    candidates = map(_candidate, texts.get("candidates", "").splitlines())
    return ReviewLink(
        id=texts["mapping"].rpartition("/")[2],
        kind=NameKind(texts["kind"]),
        printed=texts["printed"],
        plan=texts["plan"],
        plan_label=texts["planLabel"],
        occurrences=int(texts["occurrences"]),
        method=Method(texts["method"]),
        confidence=float(texts["confidence"]),
        reason=texts["reason"],
        thing=texts.get("thing"),
        thing_label=texts.get("thingLabel"),
        candidates=tuple(sorted(candidates, key=lambda one: (-one.confidence, one.iri))),
    )


def _candidate(text: str) -> ReviewCandidate:
    curie, confidence, reason = text.split(": ", 2)
    return ReviewCandidate(expand(curie), float(confidence), reason)
