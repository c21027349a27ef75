"""`Dataset`: what `kg.open` returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.dataset.backend import Backend
from kg.dataset.frames import frame
from kg.dataset.tables import view_table
from kg.dataset.words import definition, words
from kg.output.bilingual import Language
from kg.output.tables import TableData
from kg.questions.ask import DEFAULT_LIMIT, ask
from kg.questions.tables import answer_table, parameters_table, questions_table
from kg.views.model import Selection

if TYPE_CHECKING:
    import pandas as pd

Filter: TypeAlias = str | int | bool | Iterable[str]
_SUMMARY: Final = "summary.rq"


class Dataset:
    """A graph to ask from Python. Every answer is a pandas data frame.

    >>> data = kg.open("data")                                           # doctest: +SKIP
    >>> data.ask("leads-by-body", agency="Phòng Văn hóa Thông tin Kon Rẫy")  # doctest: +SKIP
    >>> data.assignments(plan="ubnd-huyen-kon-ray/2024/kh-ubnd")             # doctest: +SKIP

    In a frame, columns have stable names; `frame.attrs["titles"]` says what people call them, `frame.attrs["notes"]`
    what belongs to the answer ("33 certain, up to 40 more"). A thing is its IRI in one column and its name, in the
    language asked for, in the next (`plan`, `planLabel`).

    Args:
        backend: where the data is.
        lang: language of titles, labels and messages where a call names none.
    """

    def __init__(self, backend: Backend, lang: Language = "vi") -> None:
        self._backend = backend
        self.lang = lang

    @property
    def place(self) -> str:
        """The folder or the address that was opened."""
        return self._backend.place

    @property
    def snapshot(self) -> str:
        """Id of the snapshot: cite it with an answer."""
        return self._backend.snapshot

    # -- questions ---------------------------------------------------------------------------------------------------

    def questions(self, *, lang: Language | None = None) -> pd.DataFrame:
        """Return the canned questions: name, what it asks, names of its parameters (`*`: must be given)."""
        return self._framed(questions_table(lang or self.lang))

    def parameters(self, question: str, *, lang: Language | None = None) -> pd.DataFrame:
        """Return the parameters of a question: name, meaning, type, default or example, choices.

        Raises:
            UnknownQuestion: there is none of that name.
        """
        return self._framed(parameters_table(question, lang or self.lang))

    def ask(
        self, question: str, *, lang: Language | None = None, limit: int = DEFAULT_LIMIT, **parameters: object
    ) -> pd.DataFrame:
        """Ask a canned question.

        Args:
            question: its name; `questions()` lists them.
            lang: language of labels and notes.
            limit: most rows; with more, `attrs["truncated"]` is true.
            **parameters: its parameters, as for `chitieu query --param`: names, numbers, CURIEs or IRIs.

        Raises:
            UnknownQuestion, BadParameter: the question cannot be asked so; QueryError: it cannot be answered.
        """
        given = {name: _told(value) for name, value in parameters.items()}
        answer = ask(self._backend, question, given, lang=lang or self.lang, limit=limit)
        return self._framed(answer_table(answer))

    # -- tables ------------------------------------------------------------------------------------------------------

    def table(self, view: str, *, text: str = "", lang: Language | None = None, **filters: Filter) -> pd.DataFrame:
        """Return the rows of a view, as the pages show them.

        Args:
            view: "assignments", "roles", "targets", "plans", "agencies", "indicators", "documents", "findings", …
            text: words that stand in the row, with or without diacritics.
            lang: language of labels and titles.
            **filters: wanted values by column: a value or several ("any of these"); a thing by its IRI, its CURIE or
                the end of its IRI. Names and values are those of the pages' addresses.

        Raises:
            UnknownView, BadSelection: there is no such view or filter.
        """
        wanted = {name: _several(value) for name, value in filters.items()}
        return self._framed(view_table(self._backend, view, Selection(wanted, text=text), lang or self.lang))

    def plans(self, *, text: str = "", lang: Language | None = None, **filters: Filter) -> pd.DataFrame:
        """Return the plans; see `table`."""
        return self.table("plans", text=text, lang=lang, **filters)

    def assignments(self, *, text: str = "", lang: Language | None = None, **filters: Filter) -> pd.DataFrame:
        """Return the rows of the plans' tables, one a line; see `table`."""
        return self.table("assignments", text=text, lang=lang, **filters)

    def findings(self, *, text: str = "", lang: Language | None = None, **filters: Filter) -> pd.DataFrame:
        """Return what the rules found when the snapshot was built; see `table`."""
        return self.table("findings", text=text, lang=lang, **filters)

    def search(self, text: str, *, limit: int = 20) -> pd.DataFrame:
        """Return what words find, with or without diacritics, best first: kind, label, where it matched, IRI."""
        return self._framed(self._backend.search(text, limit))

    # -- SPARQL and documents ------------------------------------------------------------------------------------------

    def sparql(self, query: str) -> pd.DataFrame | bool | str:
        """Run SPARQL 1.1; the prefixes need no declaration.

        Returns:
            A frame for SELECT, a truth value for ASK, Turtle for CONSTRUCT and DESCRIBE.

        Raises:
            QueryError: it was refused, was not understood, or took too long.
        """
        answer = self._backend.sparql(query)
        return answer if isinstance(answer, bool | str) else self._framed(answer)

    def check(self, *files: str | PathLike[str], lang: Language | None = None) -> pd.DataFrame:
        """Return what the rules find in documents that are not in the graph yet, against it.

        Raises:
            InputError: a document cannot be used; UsageError: a server was opened, not a snapshot on this machine.
        """
        return self._framed(self._backend.check([Path(file) for file in files], lang or self.lang))

    # -- in a notebook -------------------------------------------------------------------------------------------------

    @cached_property
    def summary(self) -> Mapping[str, int]:
        """Numbers of plans, assignments, agencies, indicators, cited documents and findings."""
        names = ("plans", "assignments", "agencies", "indicators", "documents", "findings")
        ((*terms,),) = self._backend.select(definition(_SUMMARY))
        return {name: int(getattr(term, "value", 0)) for name, term in zip(names, terms, strict=True)}

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {name}" for name, number in self.summary.items())
        return f"<chitieu {self.snapshot} at {self.place}: {counts}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what is inside, and what can be asked."""
        says = words(self.lang)
        inside = "".join(f"<tr><th>{says[name]}</th><td>{number}</td></tr>" for name, number in self.summary.items())
        calls = "".join(f"<li><code>{escape(call)}</code> {escape(text)}</li>" for call, text in says["calls"].items())
        head = f"<strong>chitieu</strong> {says['snapshot']} <code>{self.snapshot}</code>: {escape(self.place)}"
        return f"<p>{head}</p><table>{inside}</table><ul>{calls}</ul>"

    def _framed(self, table: TableData) -> pd.DataFrame:
        return frame(table, snapshot=self.snapshot)


def _told(value: object) -> str:
    """Return a parameter's value as a command line would give it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _several(value: Filter) -> tuple[str, ...]:
    return (_told(value),) if isinstance(value, str | int) else tuple(map(_told, value))
