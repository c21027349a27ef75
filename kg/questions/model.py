"""What a canned question is, and what its answer is.

A question is data (`questions/*.ttl`); these records are what the code sees of it. Nothing here knows a particular one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as RdfLiteral

from kg.output.bilingual import Language, Text

Term: TypeAlias = NamedNode | BlankNode | RdfLiteral | Triple
BoundTerm: TypeAlias = NamedNode | RdfLiteral

FALLBACK: Final[Language] = "vi"


class ParameterType(StrEnum):
    """What a parameter takes. The first ones name things of the graph, and take an IRI, a CURIE, a slug or a label."""

    AGENCY = "agency"
    AGENCY_KIND = "agency-kind"
    AGENCY_GROUP = "agency-group"
    ASSIGNMENT = "assignment"
    DOCUMENT = "document"
    INDICATOR = "indicator"
    PLACE = "place"
    PLAN = "plan"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    INTEGER = "integer"


# What values each type ranges over, in the words of SHACL: a class of the graph or a datatype.
RANGES: Final[Mapping[ParameterType, str]] = {
    ParameterType.AGENCY: "ct:Assignee",
    ParameterType.AGENCY_KIND: "ct:AgencyKind",
    ParameterType.AGENCY_GROUP: "ct:AgencyGroup",
    ParameterType.ASSIGNMENT: "ct:Assignment",
    ParameterType.DOCUMENT: "ct:LegalDocument",
    ParameterType.INDICATOR: "ct:AssignedItem",
    ParameterType.PLACE: "ct:Place",
    ParameterType.PLAN: "ct:Plan",
    ParameterType.BOOLEAN: "xsd:boolean",
    ParameterType.CHOICE: "xsd:string",
    ParameterType.DATE: "xsd:date",
    ParameterType.INTEGER: "xsd:integer",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a `CHOICE` parameter or a column takes, and what it is called."""

    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Attributes:
        name: the variable `$name` of the query.
        default: what is bound when the user gives nothing; None leaves the variable free: "any".
        example: for a required parameter, a value that shows what is meant; never bound for a user who gave none.
        choices: what a `CHOICE` takes, else empty.
    """

    name: str
    type: ParameterType
    title: Text
    required: bool = False
    default: BoundTerm | None = None
    example: BoundTerm | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def shown(self) -> BoundTerm | None:
        """The value that a published example or an empty form holds: the default, else the example."""
        return self.default if self.default is not None else self.example


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: the variable of the query, its title, and, if it takes coded values, what they mean."""

    name: str
    title: Text
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A canned question.

    Attributes:
        name: its stable name, the last part of its IRI.
        title: what is asked, as one line; `comment` says what the answer holds and what it does not.
        keywords: words to find it by, in both languages.
        select: SPARQL without prologue. Parameters are written `$name`, all other variables `?name`; `$lang` is the
            language of labels. It ends with an ORDER BY that leaves no ties.
        columns: what the query projects, in order.
    """

    name: str
    iri: str
    title: Text
    comment: Text
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    select: str

    @property
    def grades_certainty(self) -> bool:
        """Whether each line of the answer is certain or only possible, and the user chooses which to see."""
        return any(p.name == "certainty" for p in self.parameters) and any(c.name == "certainty" for c in self.columns)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave.

    Attributes:
        parameters: what was bound, defaults included; a parameter left free is not there.
        rows: one tuple a line, in the order of `columns`; None where the query binds nothing.
        truncated: there are more rows than were asked for.
        notes: sentences that belong to the answer, in `language` ("33 certain, up to 40 more").
    """

    question: Question
    parameters: Mapping[str, BoundTerm]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool
    notes: tuple[str, ...]
    language: Language


class Executor(Protocol):
    """Whatever answers SELECT queries: a store in this process, a worker, a remote service."""

    def select(self, sparql: str) -> Iterable[Iterable[Term | None]]:
        """Run a complete SELECT query over the union of all graphs and return its rows.

        Each row holds a term, or None where nothing is bound, for each projected variable in order; so pyoxigraph's own
        `QuerySolutions`, of a store or parsed from what a server sent, will do.

        Raises:
            QueryError: it was refused, was not understood, or took too long.
        """
        ...
