"""Ask a canned question: parse its parameters, bind them, run the query, count what is certain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import Literal

from kg.errors import BadParameter
from kg.output.bilingual import LANGUAGES, Language
from kg.questions.bind import LANGUAGE_PARAMETER, bind, prologue
from kg.questions.catalogue import question, words
from kg.questions.model import Answer, BoundTerm, Executor, Question, Term
from kg.questions.resolve import parse_parameters

DEFAULT_LIMIT: Final = 10_000

# What is counted: the rows of plans, or the plans themselves where no row is concerned.
_COUNT: Final = """SELECT (COUNT(DISTINCT ?sure) AS ?certain) (COUNT(DISTINCT ?counted) AS ?all) WHERE {{
  {{
{select}
  }}
  BIND(COALESCE(?row, ?plan) AS ?counted)
  BIND(IF(?certainty = "certain", ?counted, ?nothing) AS ?sure)
}}"""


def ask(
    executor: Executor,
    name: str,
    parameters: Mapping[str, str] | None = None,
    *,
    lang: Language = "vi",
    limit: int = DEFAULT_LIMIT,
) -> Answer:
    """Ask the question `name` and return its answer.

    Args:
        executor: what answers SELECT queries.
        name: name of the question.
        parameters: its parameters as a user gives them; see `kg.questions.resolve`.
        lang: language of labels and notes; a label without it falls back to Vietnamese.
        limit: most rows to return, at least 1; if there are more, the answer is marked `truncated`.

    Raises:
        UnknownQuestion: there is none of that name.
        BadParameter: a parameter, the language or the limit is wrong.
        QueryError: the executor could not answer.
    """
    asked = question(name)
    _check(lang, limit)
    terms = parse_parameters(executor, asked, parameters or {})
    rows = tuple(map(tuple, executor.select(f"{bound_query(asked, terms, lang)}\nLIMIT {limit + 1}")))
    notes = _notes(executor, asked, terms, lang)
    if len(rows) > limit:
        notes.append(words("note", "truncated").in_(lang).format(rows=limit))
    return Answer(
        question=asked,
        parameters=terms,
        columns=asked.columns,
        rows=rows[:limit],
        truncated=len(rows) > limit,
        notes=tuple(notes),
        language=lang,
    )


def bound_query(asked: Question, terms: Mapping[str, BoundTerm], lang: Language) -> str:
    """Return the complete query of a question, prologue included, with `terms` and the language bound."""
    return f"{prologue()}{_bound(asked, terms, lang)}"


def _bound(asked: Question, terms: Mapping[str, BoundTerm], lang: Language) -> str:
    return bind(asked.select, {**terms, LANGUAGE_PARAMETER: Literal(lang)})


def _check(lang: str, limit: int) -> None:
    if lang not in LANGUAGES:
        raise BadParameter(
            f"lang={lang!r} is no language of the answers.", hint=f"Give one of: {', '.join(LANGUAGES)}."
        )
    if limit < 1:
        raise BadParameter(f"limit={limit} is too small.", hint="Give 1 or more.")


def _number(term: Term | None) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def _notes(executor: Executor, asked: Question, terms: Mapping[str, BoundTerm], lang: Language) -> list[str]:
    if not asked.grades_certainty:
        return []
    select = _bound(asked, {**terms, "certainty": Literal("possible")}, lang)
    ((certain, everything),) = (map(_number, row) for row in executor.select(prologue() + _COUNT.format(select=select)))
    return [words("note", "certainty").in_(lang).format(certain=certain, possible=everything - certain)]
