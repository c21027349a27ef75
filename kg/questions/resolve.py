"""Turn what a user gives for a parameter into an RDF term, or say why not.

A thing of the graph may be given as an IRI, a CURIE, the slug of its IRI ("phong-van-hoa-va-thong-tin"), a label, an
abbreviation, or, for a legal document, its number ("922/QĐ-BTTTT"). Words are compared folded, and must be the whole
name: what fits several things is refused with the list of them, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from itertools import dropwhile
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.output.tables import Iri
from kg.questions.bind import prologue
from kg.questions.model import BoundTerm, Executor, Parameter, ParameterType, Question
from kg.vietnamese import fold, normalise
from kg.vocabulary import ID, PREFIXES, expand

# For each type that names things of the graph: which they are, and where their IRIs begin.
_THINGS: Final[Mapping[ParameterType, tuple[str, tuple[str, ...]]]] = {
    ParameterType.AGENCY: ("?thing a ct:Assignee", ("agency/", "agency-group/")),
    ParameterType.AGENCY_GROUP: ("?thing a ct:AgencyGroup", ("agency-group/",)),
    ParameterType.AGENCY_KIND: ("?thing a ct:AgencyKind", ("agency-kind/",)),
    ParameterType.ASSIGNMENT: ("?thing a ct:Assignment", ("document/",)),
    ParameterType.DOCUMENT: ("?thing a ct:LegalDocument", ("document/",)),
    ParameterType.INDICATOR: ("?thing a ct:AssignedItem", ("indicator/",)),
    ParameterType.PLACE: ("?thing a ct:Place", ("place/",)),
    ParameterType.PLAN: ("?thing ct:sourceFile ?file", ("document/",)),
}
# An incomplete citation of a document (`ct:candidate`) does not compete with the document for its names.
_NAMES: Final = """
SELECT DISTINCT ?thing ?name WHERE {{
  {things} .
  ?thing rdfs:label|skos:prefLabel|skos:altLabel|ct:number|ct:label ?name
  FILTER NOT EXISTS {{ ?thing ct:candidate ?identified }}
}} ORDER BY ?thing ?name"""
_KINDS_AND_PLACES: Final = """
SELECT DISTINCT ?thing ?kindName ?placeName WHERE {{
  {things} ; ct:kind/(skos:prefLabel|skos:altLabel) ?kindName
  OPTIONAL {{ ?thing ct:place/rdfs:label ?placeName }}
}} ORDER BY ?thing ?kindName ?placeName"""
_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-/._][a-z0-9_]+)*")
_CURIE: Final = re.compile(r"(?P<prefix>[a-z]+):(?P<local>[^\s:]*)")
_TRUE: Final = frozenset({"true", "1", "yes", "co"})
_FALSE: Final = frozenset({"false", "0", "no", "khong"})
_LARGEST_INTEGER: Final = 10**9
_LISTED: Final = 10


def parse_parameters(executor: Executor, question: Question, given: Mapping[str, str]) -> dict[str, BoundTerm]:
    """Return the terms to bind, defaults included. A parameter given as an empty text counts as not given.

    Raises:
        BadParameter: one is unknown, missing, or not of its type; the message names it and says what it takes.
    """
    known = {parameter.name for parameter in question.parameters}
    for name in given:
        if name not in known:
            raise BadParameter(
                f"The question {question.name!r} has no parameter {name!r}.",
                hint=f"It takes: {', '.join(p.name for p in question.parameters) or 'none'}.",
            )
    terms = {p.name: parse_parameter(executor, p, given.get(p.name, "")) for p in question.parameters}
    return {name: term for name, term in terms.items() if term is not None}


def parse_parameter(executor: Executor, parameter: Parameter, text: str) -> BoundTerm | None:
    """Return the term that `text` stands for; the default, or None for a free variable, if it is empty.

    Raises:
        BadParameter: it is missing though required, or stands for nothing, or for several things.
    """
    text = text.strip()
    if not text:
        if parameter.required:
            raise BadParameter(f"The parameter {parameter.name!r} is missing.", hint=_example(parameter))
        return parameter.default
    if parameter.type is ParameterType.BOOLEAN:
        return _boolean(parameter, text)
    if parameter.type is ParameterType.INTEGER:
        return _integer(parameter, text)
    if parameter.type is ParameterType.DATE:
        return _date(parameter, text)
    if parameter.type is ParameterType.CHOICE:
        return _choice(parameter, text)
    return _thing(executor, parameter, text)


def _boolean(parameter: Parameter, text: str) -> Literal:
    word = fold(text)
    if word not in _TRUE | _FALSE:
        raise _bad(parameter, text, "It takes true or false.")
    return Literal(word in _TRUE)


def _integer(parameter: Parameter, text: str) -> Literal:
    if not re.fullmatch(r"-?[0-9]{1,10}", text) or abs(int(text)) > _LARGEST_INTEGER:
        raise _bad(parameter, text, "It takes a whole number.")
    return Literal(int(text))


def _date(parameter: Parameter, text: str) -> Literal:
    written = "-".join(reversed(text.split("/")))  # 30/6/2024, as Vietnamese documents print it
    try:
        year, month, day = (int(part) for part in written.split("-"))
        found = date(year, month, day)
    except ValueError:
        raise _bad(parameter, text, "It takes a day, as 2024-06-30 or 30/6/2024.") from None
    return Literal(found.isoformat(), datatype=NamedNode(expand("xsd:date")))


def _choice(parameter: Parameter, text: str) -> Literal:
    word = fold(text)
    for choice in parameter.choices:
        if word in (fold(choice.value), fold(choice.title.vi), fold(choice.title.en)):
            return Literal(choice.value)
    raise _bad(parameter, text, f"It takes one of: {', '.join(choice.value for choice in parameter.choices)}.")


def _thing(executor: Executor, parameter: Parameter, text: str) -> NamedNode:
    by_identifier = _existing(executor, parameter.type, _identifiers(parameter, text))
    if by_identifier:
        return _only(parameter, text, by_identifier, {})
    names = _names(executor, parameter.type)
    found = _called(text, names)
    if not found and parameter.type in (ParameterType.DOCUMENT, ParameterType.PLAN):
        found = _called(text.rsplit(maxsplit=1)[-1], names)  # "Quyết định số 922/QĐ-BTTTT": the number is the last word
    if not found:
        raise _bad(parameter, text, _near(fold(text), names) or _example(parameter))
    return _only(parameter, text, found, names)


def _called(text: str, names: Mapping[str, list[str]]) -> list[str]:
    """Return the things of that name: with the very marks if there are any, else without regard to them."""
    for form in (_exact, fold):
        wanted = form(text)
        found = [thing for thing, known in names.items() if wanted in map(form, known)]
        if found:
            return found
    return []


def _exact(text: str) -> str:
    return normalise(text).lower()


def _identifiers(parameter: Parameter, text: str) -> list[NamedNode]:
    """Return the IRIs that `text` may be meant as."""
    iris: list[str] = []
    if text.startswith(("http://", "https://")):
        iris.append(text)
    elif text.startswith("<") and text.endswith(">"):
        iris.append(text[1:-1])
    elif (curie := _CURIE.fullmatch(text)) and curie["prefix"] in PREFIXES:
        iris.append(PREFIXES[curie["prefix"]] + curie["local"])
    elif _SLUG.fullmatch(text):
        iris += [ID + start + text for start in ("", *_THINGS[parameter.type][1])]
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError:
        raise _bad(parameter, text, "That is not an IRI.") from None


def _existing(executor: Executor, kind: ParameterType, nodes: Iterable[NamedNode]) -> list[str]:
    values = " ".join(map(str, nodes))
    if not values:
        return []
    pattern = f"VALUES ?thing {{ {values} }} {_THINGS[kind][0]}"
    query = f"{prologue()}SELECT DISTINCT ?thing WHERE {{ {pattern} }} ORDER BY ?thing"
    return [thing.value for (thing,) in executor.select(query) if isinstance(thing, NamedNode)]


def _names(executor: Executor, kind: ParameterType) -> dict[str, list[str]]:
    """Return every thing of a type with its names; those of bodies and places in all their forms."""
    names: dict[str, list[str]] = {}
    for thing, name in _texts(executor, _NAMES, kind):
        names.setdefault(thing, []).append(name)
        if kind is ParameterType.PLACE:
            names[thing].append(_bare(name))
    if kind in (ParameterType.AGENCY, ParameterType.AGENCY_GROUP):
        for thing, kind_name, place_name in _texts(executor, _KINDS_AND_PLACES, kind):
            combined = (kind_name, f"{kind_name} {place_name}", f"{kind_name} {_bare(place_name)}")
            names.setdefault(thing, []).extend(combined)
    return names


def _texts(executor: Executor, query: str, kind: ParameterType) -> Iterator[list[str]]:
    for row in executor.select(prologue() + query.format(things=_THINGS[kind][0])):
        yield [term.value if isinstance(term, NamedNode | Literal) else "" for term in row]


def _bare(place: str) -> str:
    """Return the name of a place without the words, in small letters, that say what kind of place it is ("tỉnh")."""
    return " ".join(dropwhile(str.islower, place.split()))


def _only(parameter: Parameter, text: str, found: list[str], names: Mapping[str, list[str]]) -> NamedNode:
    if len(found) == 1:
        return NamedNode(found[0])
    listed = "; ".join(
        " ".join([Iri(iri).curie, *(f"({name})" for name in names.get(iri, [])[:1])]) for iri in found[:_LISTED]
    )
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise _bad(parameter, text, f"It fits {len(found)}: {listed}{more}. Give one of these.")


def _near(wanted: str, names: Mapping[str, list[str]]) -> str:
    by_name = {fold(name): f"{name} ({Iri(iri).curie})" for iri, known in names.items() for name in known}
    near = get_close_matches(wanted.replace("-", " "), by_name, n=3, cutoff=0.6)
    return f"Near names: {'; '.join(by_name[name] for name in near)}." if near else ""


def _example(parameter: Parameter) -> str:
    example = parameter.shown
    if example is None:
        return "Give an IRI, a CURIE, a slug or a label."
    return f"For example: {parameter.name}={Iri(example.value).curie}."


def _bad(parameter: Parameter, text: str, hint: str) -> BadParameter:
    return BadParameter(f"{parameter.name}={text!r} is no {parameter.type.value} that is known here.", hint=hint)
