"""Answers as tables, for every writer of `kg.output`."""

from __future__ import annotations

from kg.output.tables import Column, TableData, from_terms
from kg.questions.model import Answer


def answer_table(answer: Answer) -> TableData:
    """Return an answer as a table: titles in its language, notes and the mark of truncation with it."""
    return from_terms(
        (Column(column.name, column.title.in_(answer.language)) for column in answer.columns),
        answer.rows,
        title=answer.question.title.in_(answer.language),
        notes=answer.notes,
        truncated=answer.truncated,
    )
