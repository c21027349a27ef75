"""The canned questions, read from `questions/*.ttl` once a process.

Each file follows the convention of example queries of the Swiss Institute of Bioinformatics: a
`sh:SPARQLSelectExecutable` with `sh:select`, labels, a comment, keywords and the endpoint that it is for. Parameters
are `sh:Parameter`s of the same file.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import UnknownQuestion
from kg.output.bilingual import Text
from kg.questions.bind import LANGUAGE_PARAMETER, parameters_of
from kg.questions.model import RANGES, BoundTerm, Choice, Column, Parameter, ParameterType, Question
from kg.questions.turtle import Description, Facts, instances, read_facts
from kg.resources import resource
from kg.vocabulary import PREFIXES, expand

_WORDS: Final = "questions/shared/words.ttl"
_TYPES: Final = {expand(curie): kind for kind, curie in RANGES.items()}


@cache
def questions() -> tuple[Question, ...]:
    """Return every canned question, in the order in which menus show them (`sh:order`, then name).

    Raises:
        ResourceError: a data file is missing or wrong; the message names file, subject and property.
    """
    files = sorted(resource("questions").glob("*.ttl"))
    found = [_ordered_question(node) for path in files for node in instances(path, "sh:SPARQLExecutable")]
    return tuple(question for _, question in sorted(found, key=lambda pair: (pair[0], pair[1].name)))


def question(name: str) -> Question:
    """Return the question of that name.

    Raises:
        UnknownQuestion: there is none; the hint lists near names, or all if none is near.
    """
    by_name = {each.name: each for each in questions()}
    if name in by_name:
        return by_name[name]
    near = get_close_matches(name, by_name, n=3, cutoff=0.5)
    hint = f"Near names: {', '.join(near)}." if near else f"There are: {', '.join(by_name)}."
    raise UnknownQuestion(f"There is no question {name!r}.", hint=hint)


def words(kind: str, name: str) -> Text:
    """Return words that questions share: of a `column`, a `value`, or a `note`.

    Raises:
        ResourceError: `questions/shared/words.ttl` does not hold them.
    """
    return _shared_node(kind, name).text("rdfs:label")


def _shared_node(kind: str, name: str) -> Description:
    path = resource(_WORDS)
    return Description(NamedNode(expand(f"ctq:{kind}/{name}")), path, _shared(path))


@cache
def _shared(path: Path) -> Facts:
    return read_facts(path)


def _column(name: str) -> Column:
    node = _shared_node("column", name)
    return Column(name, node.text("rdfs:label"), tuple(_choice(node, value) for value in node.items("sh:in")))


def _ordered_question(node: Description) -> tuple[int, Question]:
    return _integer(node, "sh:order"), _question(node)


def _question(node: Description) -> Question:
    select = node.literal("sh:select").strip()
    parameters = tuple(_parameter(each) for each in sorted(node.linked("sh:parameter"), key=_order))
    _check_parameters(node, select, parameters)
    return Question(
        name=_local_name(node),
        iri=_iri(node),
        title=node.text("rdfs:label"),
        comment=node.text("rdfs:comment"),
        keywords=tuple(word.value for word in node.objects("schema:keywords") if isinstance(word, Literal)),
        parameters=parameters,
        columns=tuple(map(_column, _projection(node, select))),
        select=select,
    )


def _check_parameters(node: Description, select: str, parameters: tuple[Parameter, ...]) -> None:
    declared = {each.name for each in parameters}
    used = parameters_of(select) - {LANGUAGE_PARAMETER}
    if declared != used:
        raise node.error(f"declares the parameters {sorted(declared)}, but its query uses {sorted(used)}")


def _parameter(node: Description) -> Parameter:
    choices = tuple(_choice(node, value) for value in node.items("sh:in"))
    parameter = Parameter(
        name=_local_name(Description(_path(node), node.path, node.facts)),
        type=_type(node),
        title=node.text("rdfs:label"),
        required=not _flag(node, "sh:optional"),
        default=_term(node, "sh:defaultValue"),
        example=_term(node, "skos:example"),
        choices=choices,
    )
    if parameter.required and parameter.example is None:
        raise node.error("is required, so it needs a skos:example")
    return parameter


def _type(node: Description) -> ParameterType:
    value = node.one("sh:class") or node.one("sh:datatype")
    if not isinstance(value, NamedNode) or value.value not in _TYPES:
        raise node.error("needs sh:class or sh:datatype with a type of parameter that chitieu knows")
    return _TYPES[value.value]


def _choice(node: Description, value: object) -> Choice:
    if not isinstance(value, Literal):
        raise node.error("needs literals in sh:in")
    return Choice(value.value, words("value", value.value))


def _term(node: Description, curie: str) -> BoundTerm | None:
    value = node.one(curie)
    if value is None or isinstance(value, NamedNode | Literal):
        return value
    raise node.error(f"needs an IRI or a literal as {curie}")


def _flag(node: Description, curie: str) -> bool:
    return node.one(curie) is not None and node.literal(curie) == "true"


def _integer(node: Description, curie: str) -> int:
    try:
        return int(node.literal(curie))
    except ValueError:
        raise node.error(f"needs an integer as {curie}") from None


def _order(node: Description) -> int:
    return _integer(node, "sh:order")


def _path(node: Description) -> NamedNode:
    value = node.one("sh:path")
    if not isinstance(value, NamedNode):
        raise node.error("needs an IRI as sh:path")
    return value


def _iri(node: Description) -> str:
    if not isinstance(node.subject, NamedNode):
        raise node.error("needs an IRI")
    return node.subject.value


def _local_name(node: Description) -> str:
    return _iri(node).rsplit("/", 1)[-1]


def _projection(node: Description, select: str) -> tuple[str, ...]:
    """Return the names of the variables that a SELECT projects; the engine's own parser says so."""
    try:
        solutions = Store().query(select, prefixes=PREFIXES)
    except SyntaxError as error:
        raise node.error(f"holds a query that is not SPARQL: {error.msg}") from error
    if not isinstance(solutions, QuerySolutions):
        raise node.error("holds a query that is not a SELECT")
    return tuple(variable.value for variable in solutions.variables)
