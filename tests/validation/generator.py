"""Clean plans made up from a seed: graphs in which no rule has anything to say but that plans differ.

A world is one district with a plan for this year and one for last year, and its province's plan for this year. They
share two indicators; the others are the plan's own. Targets rise from year to year and from province to district.
Several worlds share these indicators too, unless they are made apart. Tests, benches and scripts take graphs from here.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.vocabulary import ID, PLAN_GRAPH, PREFIXES, REFERENCE_GRAPH, expand

SUBJECTS: Final = (
    "hộ gia đình",
    "thôn",
    "doanh nghiệp",
    "cơ quan",
    "trường học",
    "hợp tác xã",
    "người lao động",
    "chợ",
)
THINGS: Final = ("đường truyền", "chữ ký số", "hồ sơ điện tử", "hóa đơn điện tử", "máy tính", "kênh bán hàng", "mã QR")
OFFICES: Final = ("Phòng Văn hóa", "Phòng Y tế", "Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính", "Phòng Giáo dục")
FAULTS: Final = Path(__file__).with_name("faults.toml")
SHARED: Final = 2
YEAR: Final = 2024


@dataclass(frozen=True, slots=True)
class World:
    """Quads, and the IRIs of what faults are put into, by the names that `faults.toml` uses."""

    quads: list[ox.Quad]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlanSpec:
    """What a plan is made from: slug, place, level, year, rows, shared rows, their least target and name."""

    slug: str
    place: str
    level: str
    year: int
    rows: int
    shared: int
    base: int
    common: str


def world(seed: int, rows: int | None = None, shared: int = SHARED, *, apart: bool = False) -> World:
    """Return the world of a seed.

    Args:
        seed: of everything that is made up.
        rows: of each plan; 6 to 12 if not given.
        shared: how many of them are of indicators that plans share.
        apart: whether these are the world's own, so that worlds can stand in one graph without comparing plans.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up plans
    province, district = f"tinh-{seed}", f"tinh-{seed}/huyen-{seed}"
    low, common = rng.randrange(40, 55), f"chung-{seed}" if apart else "chung"
    some = partial(rng.randrange, 6, 13)
    specs = [
        PlanSpec(f"tinh-{seed}-{YEAR}", province, "tinh", YEAR, rows or some(), shared, low + 10, common),
        PlanSpec(f"huyen-{seed}-{YEAR - 1}", district, "huyen", YEAR - 1, rows or some(), shared, low, common),
        PlanSpec(f"huyen-{seed}-{YEAR}", district, "huyen", YEAR, rows or some(), shared, low + 20, common),
    ]
    quads = list(_reference(province, district, shared, common))
    for spec in specs:
        quads += _plan(spec, rng)
    return World(quads, _names(specs))


def faults() -> list[dict[str, Any]]:
    """Return the faults of `faults.toml`, each with its name, rule, update and what it implies (`also`)."""
    listed: list[dict[str, Any]] = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]
    return listed


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    """Return a store of these quads."""
    store = ox.Store()
    store.extend(quads)
    return store


def with_fault(made: World, fault: dict[str, Any]) -> ox.Store:
    """Return a world's graph with one fault put into it.

    Raises:
        ValueError: the fault's update changed nothing.
    """
    store, update = store_of(made.quads), " ".join(fault["update"].split("\n"))
    for name in sorted(made.names, key=len, reverse=True):
        update = update.replace(f"${name}", made.names[name])
    before = set(store)
    store.update(update, base_iri=ID, prefixes=PREFIXES)
    if set(store) == before:
        raise ValueError(f"The fault {fault['name']!r} changes nothing.")
    return store


def _names(specs: list[PlanSpec]) -> dict[str, str]:
    above, _, plan = specs
    iri = f"{ID}document/{plan.slug}"
    row = f"{iri}/assignment/i"
    named = {
        "plan": iri,
        "row": f"{row}/4",
        "target": f"{row}/4/target/1",
        "next": f"{row}/5",
        "nextTarget": f"{row}/5/target/1",
        "last": f"{row}/{plan.rows}",
        "shared": f"{row}/1",
        "sharedTarget": f"{row}/1/target/1",
        "body": f"{iri}/body/target/1",
        "citation": f"{row}/3/citation/1",
        "cited": f"{iri}/cited/quyet-dinh-5",
        "section": f"{iri}/section/_/i",
        "place": f"{ID}place/{plan.place}",
        "province": f"{ID}place/{above.place}",
        "at": f"{plan.place}",
        "provinceAt": f"{above.place}",
    }
    return {**named, "before": f"{row}/{plan.rows - 1}"}


def _quad(graph: ox.NamedNode, subject: str, path: str, value: str | float | ox.Literal | ox.NamedNode) -> ox.Quad:
    term = value if isinstance(value, ox.Literal | ox.NamedNode) else ox.Literal(value)
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(expand(path)), term, graph)


def _node(path: str) -> ox.NamedNode:
    return ox.NamedNode(ID + path)


def _vi(text: str) -> ox.Literal:
    return ox.Literal(text, language="vi")


def _class(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def _slug(office: str) -> str:
    return f"phong-{OFFICES.index(office)}"


def _reference(province: str, district: str, shared: int, common: str) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(REFERENCE_GRAPH)
    for place, level in ((province, "tinh"), (district, "huyen")):
        iri = f"{ID}place/{place}"
        yield _quad(graph, iri, "rdf:type", _class("ct:Place"))
        yield _quad(graph, iri, "rdfs:label", _vi(place.rpartition("/")[2]))
        yield _quad(graph, iri, "ct:level", _node(f"level/{level}"))
        for office in OFFICES:
            yield from _agency(graph, _slug(office), office, place, level)
        yield from _agency(graph, "ubnd", "UBND", place, level)
        yield from _group(graph, place)
    yield _quad(graph, f"{ID}place/{district}", "ct:partOf", _node(f"place/{province}"))
    for level in ("tinh", "huyen", "xa"):
        yield _quad(graph, f"{ID}level/{level}", "skos:prefLabel", _vi(f"cấp {level}"))
    for number in range(shared):
        yield _quad(graph, f"{ID}indicator/{common}-{number}", "rdf:type", _class("ct:Indicator"))
        yield _quad(graph, f"{ID}indicator/{common}-{number}", "skos:prefLabel", _vi(f"Chỉ tiêu chung {number}"))


def _agency(graph: ox.NamedNode, kind: str, name: str, place: str, level: str) -> Iterator[ox.Quad]:
    iri = f"{ID}agency/{kind}/{place}"
    yield _quad(graph, iri, "rdf:type", _class("ct:Agency"))
    yield _quad(graph, iri, "rdfs:label", _vi(f"{name} {place.rpartition('/')[2]}"))
    yield _quad(graph, iri, "ct:kind", _node(f"agency-kind/{kind}"))
    yield _quad(graph, iri, "ct:place", _node(f"place/{place}"))
    yield _quad(graph, iri, "ct:level", _node(f"level/{level}"))
    yield _quad(graph, f"{ID}agency-kind/{kind}", "skos:prefLabel", _vi(name))


def _group(graph: ox.NamedNode, place: str) -> Iterator[ox.Quad]:
    iri = f"{ID}agency-group/ubnd-xa/{place}"
    yield _quad(graph, iri, "rdf:type", _class("ct:AgencyGroup"))
    yield _quad(graph, iri, "rdfs:label", _vi("UBND các xã"))
    yield _quad(graph, iri, "ct:kind", _node("agency-kind/cac-xa"))
    yield _quad(graph, iri, "ct:place", _node(f"place/{place}"))
    yield _quad(graph, iri, "ct:level", _node("level/xa"))
    yield _quad(graph, iri, "ct:memberKind", _node("agency-kind/ubnd-xa"))
    yield _quad(graph, f"{ID}agency-kind/cac-xa", "skos:prefLabel", _vi("UBND các xã"))


def _plan(spec: PlanSpec, rng: random.Random) -> Iterator[ox.Quad]:
    graph, iri = ox.NamedNode(PLAN_GRAPH + spec.slug), f"{ID}document/{spec.slug}"
    number = f"{rng.randrange(10, 99)}/KH-UBND"
    yield _quad(graph, iri, "rdf:type", _class("ct:Plan"))
    yield _quad(graph, iri, "rdfs:label", _vi(f"Kế hoạch {number} {spec.slug}"))
    yield _quad(graph, iri, "ct:number", number)
    yield _quad(graph, iri, "ct:datePrinted", f"{spec.year}-01-{rng.randrange(10, 29)}")
    yield _quad(graph, iri, "ct:issuerPrinted", f"Ủy ban nhân dân {spec.place.rpartition('/')[2]}")
    yield _quad(graph, iri, "ct:targetYear", spec.year)
    yield _quad(graph, iri, "ct:level", _node(f"level/{spec.level}"))
    yield _quad(graph, iri, "ct:place", _node(f"place/{spec.place}"))
    yield _quad(graph, iri, "eli:passed_by", _node(f"agency/ubnd/{spec.place}"))
    yield _quad(graph, iri, "ct:sourceFile", _node(f"file/{spec.slug}"))
    yield _quad(graph, f"{iri}/section/_/i", "rdfs:label", _vi("Xã hội số"))
    for name, holder in (
        *((office, f"agency/{_slug(office)}") for office in OFFICES),
        ("UBND các xã", "agency-group/ubnd-xa"),
    ):
        yield from _mapping(graph, iri, name, f"{holder}/{spec.place}")
    subjects = rng.sample([(one, other) for one in SUBJECTS for other in THINGS], spec.rows)
    for position, (subject, thing) in enumerate(subjects, 1):
        yield from _row(graph, spec, position, f"Tỷ lệ {subject} có {thing}", rng)
    yield from _body(graph, iri, spec)


def _mapping(graph: ox.NamedNode, plan: str, name: str, holder: str) -> Iterator[ox.Quad]:
    iri = f"{ID}mapping/{plan.rpartition('/')[2]}-{holder.replace('/', '-')}"
    yield _quad(graph, iri, "ct:printed", name)
    yield _quad(graph, iri, "ct:plan", ox.NamedNode(plan))
    yield _quad(graph, iri, "ct:mapsTo", _node(holder))
    yield _quad(graph, iri, "ct:method", "exact")


def _row(graph: ox.NamedNode, spec: PlanSpec, position: int, label: str, rng: random.Random) -> Iterator[ox.Quad]:
    plan = f"{ID}document/{spec.slug}"
    iri, shared = f"{plan}/assignment/i/{position}", position <= spec.shared
    # Shared rows have one kind of lead everywhere; rows 4 and 5 have one lead and one coordinating body.
    lead, other = (OFFICES[0], OFFICES[1]) if shared or position in {4, 5} else rng.sample(OFFICES, 2)
    item = f"indicator/{spec.common}-{position - 1}" if shared else f"document/{spec.slug}/indicator/{position}"
    yield _quad(graph, iri, "rdf:type", _class("ct:Assignment"))
    yield _quad(graph, iri, "ct:plan", ox.NamedNode(plan))
    yield _quad(graph, iri, "ct:table", ox.NamedNode(f"{plan}/table/_"))
    yield _quad(graph, iri, "ct:section", ox.NamedNode(f"{plan}/section/_/i"))
    yield _quad(graph, iri, "ct:position", position)
    yield _quad(graph, iri, "ct:ordinal", str(position))
    yield _quad(graph, iri, "ct:rowKind", _node("row-kind/indicator"))
    yield _quad(graph, iri, "ct:item", _node(item))
    yield _quad(graph, iri, "ct:label", _vi(f"Chỉ tiêu chung {position - 1}" if shared else label))
    yield _quad(graph, iri, "ct:certainty", _node("certainty/certain"))
    yield _quad(graph, iri, "ct:lead", _node(f"agency/{_slug(lead)}/{spec.place}"))
    yield _quad(graph, iri, "ct:printedLead", lead)
    yield _quad(graph, iri, "ct:coordinating", _node(f"agency/{_slug(other)}/{spec.place}"))
    yield _quad(graph, iri, "ct:coordinating", _node(f"agency-group/ubnd-xa/{spec.place}"))
    yield _quad(graph, iri, "ct:printedCoordinating", f"{other}; UBND các xã")
    number = spec.base + position if shared else rng.randrange(20, 90)
    yield from _target(graph, f"{iri}/target/1", number, spec.year)
    yield _quad(graph, iri, "ct:hasTarget", ox.NamedNode(f"{iri}/target/1"))
    if position == 3:
        yield from _citation(graph, plan, iri)


def _target(graph: ox.NamedNode, iri: str, number: int, year: int) -> Iterator[ox.Quad]:
    decimal = ox.NamedNode(expand("xsd:decimal"))
    yield _quad(graph, iri, "rdf:type", _class("ct:Target"))
    yield _quad(graph, iri, "ct:comparator", ">=")
    yield _quad(graph, iri, "ct:value", ox.Literal(f"{number}.0", datatype=decimal))
    yield _quad(graph, iri, "ct:unit", _class("unit:PERCENT"))
    yield _quad(graph, iri, "ct:year", year)
    yield _quad(graph, iri, "ct:printedTarget", f"≥{number}%")


def _citation(graph: ox.NamedNode, plan: str, row: str) -> Iterator[ox.Quad]:
    iri, cited = f"{row}/citation/1", f"{plan}/cited/quyet-dinh-5"
    yield _quad(graph, row, "ct:hasCitation", ox.NamedNode(iri))
    yield _quad(graph, iri, "ct:plan", ox.NamedNode(plan))
    yield _quad(graph, iri, "ct:citedDocument", ox.NamedNode(cited))
    yield _quad(graph, iri, "ct:printedCitation", "Quyết định số 5/QĐ-SYT ngày 05/01/2022 của Sở Y tế")
    yield _quad(graph, iri, "ct:documentCertainty", _node("certainty/certain"))
    yield _quad(graph, cited, "rdfs:label", _vi("Quyết định 5/QĐ-SYT"))
    yield _quad(graph, cited, "ct:number", "5/QĐ-SYT")
    yield _quad(graph, cited, "ct:datePrinted", "2022-01-05")


def _body(graph: ox.NamedNode, plan: str, spec: PlanSpec) -> Iterator[ox.Quad]:
    iri = f"{plan}/body/target/1"
    yield from _target(graph, iri, spec.base + 2, spec.year)
    yield _quad(graph, iri, "rdf:type", _class("ct:BodyTarget"))
    yield _quad(graph, iri, "ct:plan", ox.NamedNode(plan))
    yield _quad(graph, iri, "ct:item", _node(f"indicator/{spec.common}-1"))
    yield _quad(graph, iri, "ct:label", _vi("chỉ tiêu chung 1"))
