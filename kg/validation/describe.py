"""Names, printed words and places of what a finding points at, read from the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.validation.engine import Term
from kg.validation.model import Cell, Side
from kg.vocabulary import expand

_LABELS: Final = ("rdfs:label", "skos:prefLabel", "ct:label", "ct:printedCitation")
_MAPS_TO: Final = ox.NamedNode(expand("ct:mapsTo"))
_NUMBERS: Final = frozenset(expand(f"xsd:{name}") for name in ("decimal", "integer", "double"))
# Where the graph keeps the printed words of the columns that rules name, in the order of a table.
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "header": ("ct:number", "ct:datePrinted", "ct:issuerPrinted"),
    "ordinal": ("ct:ordinal",),
    "label": ("ct:label",),
    "target": ("ct:printedTarget",),
    "guiding": ("ct:printedGuiding",),
    "lead": ("ct:printedLead",),
    "coordinating": ("ct:printedCoordinating",),
    "note": ("ct:note",),
    "citation": ("ct:printedCitation",),
}
# Columns whose words stand on nodes below the row.
_BELOW: Final = {"target": "ct:hasTarget", "citation": "ct:hasCitation"}


class Describer:
    """Reads names and printed words from `store` and remembers them; good for one state of the store.

    Attributes:
        name: (node, language) → its label in that language, else in Vietnamese, else any, else the end of its IRI.
        side: (IRI, columns) → the thing with its place and the printed words of those columns.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.name = cache(self._name)
        self.side = cache(self._side)

    def words(self, term: Term | None, lang: str) -> str:
        """Return a term as a reader of `lang` writes it: a thing by its name, a number with that language's comma."""
        if isinstance(term, ox.NamedNode):
            return self.name(term, lang)
        if isinstance(term, ox.Literal):
            return _number(term.value, lang) if term.datatype.value in _NUMBERS else term.value
        return "…"

    def plan_of(self, node: ox.NamedNode) -> ox.NamedNode | None:
        """Return the plan that a row, target or citation belongs to; a plan itself; None for anything else."""
        plan = self._object(node, "ct:plan")
        if isinstance(plan, ox.NamedNode):
            return plan
        members = self._store.quads_for_pattern(None, ox.NamedNode(expand("ct:plan")), node)
        return node if next(iter(members), None) is not None else None

    def prints(self, thing: ox.NamedNode, node: ox.NamedNode) -> set[str]:
        """Return how the plan of `node` prints `thing`, by its mappings of printed names."""
        plan = self.plan_of(node)
        mapped = self._store.quads_for_pattern(None, _MAPS_TO, thing)
        mappings = (quad.subject for quad in mapped if isinstance(quad.subject, ox.NamedNode))
        own = [mapping for mapping in mappings if plan in self._objects(mapping, "ct:plan")]
        return set(self._texts(own, "ct:printed"))

    def _name(self, node: ox.NamedNode, lang: str) -> str:
        labels = {one.language or "": one.value for path in _LABELS for one in self._literals(node, path)}
        wanted = (lang, "vi", "", *sorted(labels))
        return next((labels[tag] for tag in wanted if tag in labels), node.value.rstrip("/").rpartition("/")[2])

    def _side(self, iri: str, columns: tuple[str, ...]) -> Side:
        node = ox.NamedNode(iri)
        plan = self.plan_of(node)
        file, *numbers = self._place(node)
        page, row, first, last = numbers
        return Side(
            iri=iri,
            kind=self._kind(node, plan),
            plan=plan.value if plan else None,
            plan_label=self.name(plan, "vi") if plan else None,
            ordinal=next(self._texts([node], "ct:ordinal"), None),
            section=self._object_name(node, "ct:section"),
            label=self.name(node, "vi"),
            cells=tuple(self._cells(node, columns)),
            file=file or (self._object_name(plan, "ct:sourceFile") if plan else None),
            page=_integer(page),
            row=_integer(row),
            first_line=_integer(first),
            last_line=_integer(last),
        )

    def _kind(self, node: ox.NamedNode, plan: ox.NamedNode | None) -> str:
        if plan is None:
            return "item"
        if node == plan:
            return "plan"
        return "row" if self._object(node, "ct:position") is not None else "body"

    def _cells(self, node: ox.NamedNode, columns: tuple[str, ...]) -> Iterator[Cell]:
        for column, paths in _COLUMNS.items():
            if column in columns:
                holders = [node, *self._objects(node, _BELOW[column])] if column in _BELOW else [node]
                words = [text for path in paths for text in self._texts(holders, path)]
                if words:
                    yield Cell(column, "; ".join(dict.fromkeys(words)).replace(";; ", "; "))  # lines may end in “;”

    def _place(self, node: ox.NamedNode) -> tuple[str | None, ...]:
        """Return file name, page, row, first and last line of the node's source location, each None if unknown."""
        source = self._object(node, "prov:wasDerivedFrom")
        if not isinstance(source, ox.NamedNode):
            return (None,) * 5
        numbers = (next(self._texts([source], f"ct:{key}"), None) for key in ("page", "row", "firstLine", "lastLine"))
        return (self._object_name(source, "ct:file"), *numbers)

    def _object_name(self, node: ox.NamedNode, path: str) -> str | None:
        value = self._object(node, path)
        return self.name(value, "vi") if isinstance(value, ox.NamedNode) else None

    def _texts(self, nodes: Iterable[ox.NamedNode], path: str) -> Iterator[str]:
        return (literal.value for node in nodes for literal in self._literals(node, path))

    def _literals(self, node: ox.NamedNode, path: str) -> list[ox.Literal]:
        quads = self._store.quads_for_pattern(node, ox.NamedNode(expand(path)), None)
        literals = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
        return sorted(literals, key=lambda one: (one.language or "", one.value))

    def _objects(self, node: ox.NamedNode, path: str) -> list[ox.NamedNode]:
        quads = self._store.quads_for_pattern(node, ox.NamedNode(expand(path)), None)
        return sorted((q.object for q in quads if isinstance(q.object, ox.NamedNode)), key=lambda one: one.value)

    def _object(self, node: ox.NamedNode, path: str) -> ox.NamedNode | ox.Literal | None:
        found: list[ox.NamedNode] | list[ox.Literal] = self._objects(node, path) or self._literals(node, path)
        return found[0] if found else None


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None else None


def _number(lexical: str, lang: str) -> str:
    """Return an XSD number without needless zeros, with "," as decimal sign in Vietnamese."""
    plain = f"{Decimal(lexical).normalize():f}"
    return plain if lang == "en" else plain.replace(".", ",")
