"""What rules look at of the published plans to judge one more: asked for by two queries, not by loading them all.

Rules within a plan see what it refers to, and what refers back by certain paths; rules across plans see the rows of
other plans for the same indicators (`kg.validation.slices`). Whoever holds the published graph answers the queries: the
server's query workers, or a store. So the time that a trial takes does not grow with what is published.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.store.snapshot import Snapshot
from kg.validation.catalogue import load_catalogue
from kg.validation.slices import Slices
from kg.vocabulary import ID, PLAN_GRAPH

_GRAPH: Final = NamedNode(f"{PLAN_GRAPH}published")
_REFERRED: Final = """
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ VALUES ?s {{ {nodes} }} ?s ?p ?o }}
  UNION {{ VALUES ?n {{ {nodes} }} ?n ?any ?s . ?s ?p ?o }}
  UNION {{ VALUES ?n {{ {nodes} }} ?s {backwards} ?n . ?s ?p ?o }}
}}"""
_SHARING: Final = """
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ VALUES ?item {{ {items} }} ?s ct:item ?item ; ct:plan ?plan ; ?p ?o }}
  UNION {{ VALUES ?item {{ {items} }} ?row ct:item ?item ; ct:plan ?plan ; ?one ?s . ?s ?p ?o }}
  UNION {{ VALUES ?item {{ {items} }} ?row ct:item ?item ; ct:plan ?plan ; ?one ?x . ?x ?two ?s . ?s ?p ?o }}
  UNION {{
    VALUES ?item {{ {items} }}
    ?row ct:item ?item ; ct:plan ?plan ; ct:lead|ct:coordinating|ct:guiding ?holder .
    ?s ct:mapsTo ?holder ; ct:plan ?plan ; ?p ?o
  }}
  FILTER(?plan != {plan})
}}"""


@dataclass(frozen=True, slots=True)
class Held:
    """The published plans, for those who start trials.

    Attributes:
        snapshot: what is published.
        construct: answers a CONSTRUCT over it in N-Triples.
    """

    snapshot: Snapshot
    construct: Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether the plan itself is published, and what rules see of the others, in N-Triples."""

    published: bool
    triples: bytes


class Published(Protocol):
    """The published plans, for those who hold a plan against them."""

    @property
    def snapshot(self) -> str:
        """Id of the snapshot."""
        ...

    def look(self, graph: str, queries: tuple[str, ...]) -> Seen:
        """Return the answers to CONSTRUCT queries, and whether there is a graph of that name."""
        ...


async def answer(held: Held, graph: str, queries: tuple[str, ...]) -> Seen:
    """Return what `Published.look` returns, from whoever holds the published graph."""
    triples = [await held.construct(query) for query in queries]
    return Seen(graph in held.snapshot.manifest.graphs, b"".join(triples))


def beside(store: Store, plan: str, graph: str, published: Published) -> bool:
    """Put beside a plan what rules see of the published ones; return whether the plan itself is among them.

    Args:
        store: the plan and the reference graph; statements that it holds already are not added a second time.
        plan: IRI of the plan.
        graph: name of its graph.
        published: the published plans.
    """
    seen = published.look(graph, tuple(_queries(store, plan)))
    triples = (quad.triple for quad in parse(seen.triples, format=RdfFormat.N_TRIPLES))
    store.extend(_of_others(store, plan, triples))
    return seen.published


def _of_others(store: Store, plan: str, triples: Iterable[Triple]) -> list[Quad]:
    """Return what is said of others than a plan and is not in the store yet."""
    return [
        Quad(triple.subject, triple.predicate, triple.object, _GRAPH)
        for triple in triples
        if not str(triple.subject).removeprefix(f"<{plan}").startswith(("/", ">"))
        and next(store.quads_for_pattern(triple.subject, triple.predicate, triple.object), None) is None
    ]


def _queries(store: Store, plan: str) -> Iterator[str]:
    catalogue = load_catalogue()
    slices = Slices(store, catalogue)
    nodes = {term for quad in slices.plan(plan) for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    outside = sorted(str(node) for node in nodes if node.value.startswith(ID) and not node.value.startswith(plan))
    backwards = "|".join(f"<{path}>" for path in catalogue.backwards)
    yield _REFERRED.format(nodes=" ".join(outside), backwards=backwards)
    items = sorted(str(item) for item in slices.items(plan))
    yield _SHARING.format(items=" ".join(items), plan=NamedNode(plan))
