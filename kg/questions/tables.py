"""Answers, and the questions themselves, as tables for every writer of `kg.output`."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.output.bilingual import Language
from kg.output.tables import Column, TableData, cell, from_terms
from kg.output.text import readable
from kg.questions.catalogue import question, questions
from kg.questions.model import Answer, Parameter


def answer_table(answer: Answer) -> TableData:
    """Return an answer as a table: titles in its language, notes and the mark of truncation with it."""
    named = {column.name for column in answer.columns}
    return from_terms(
        (
            Column(
                column.name,
                column.title.in_(answer.language),
                words={choice.value: choice.title.in_(answer.language) for choice in column.choices},
                handle=f"{column.name}Label" not in named and _holds_iris(answer, index),
            )
            for index, column in enumerate(answer.columns)
        ),
        answer.rows,
        title=answer.question.title.in_(answer.language),
        notes=answer.notes,
        truncated=answer.truncated,
    )


def questions_table(language: Language) -> TableData:
    """Return the canned questions in their order: name, what is asked, names of the parameters."""
    titles = ("Câu hỏi", "Hỏi gì", "Tham số") if language == "vi" else ("Question", "What it asks", "Parameters")
    columns = (Column(name, title) for name, title in zip(("name", "title", "parameters"), titles, strict=True))
    rows = ((one.name, one.title.in_(language), ", ".join(map(_marked, one.parameters))) for one in questions())
    return TableData(tuple(columns), tuple(rows))


def parameters_table(name: str, language: Language) -> TableData:
    """Return the parameters of a question: name, what it means, type, default or example, choices.

    Raises:
        UnknownQuestion: there is none of that name.
    """
    asked = question(name)
    names = ("name", "title", "type", "default", "choices")
    titles = ("Tham số", "Ý nghĩa", "Kiểu", "Mặc định", "Lựa chọn")
    columns = (Column(key, title if language == "vi" else key) for key, title in zip(names, titles, strict=True))
    rows = (_parameter_row(one, language) for one in asked.parameters)
    return TableData(tuple(columns), tuple(rows), title=asked.title.in_(language), notes=(asked.comment.in_(language),))


def _holds_iris(answer: Answer, index: int) -> bool:
    values = [row[index] for row in answer.rows if row[index] is not None]
    return bool(values) and all(isinstance(value, NamedNode) for value in values)


def _marked(parameter: Parameter) -> str:
    return f"{parameter.name}*" if parameter.required else parameter.name


def _parameter_row(parameter: Parameter, language: Language) -> tuple[str, ...]:
    choices = ", ".join(choice.value for choice in parameter.choices)
    shown = readable(cell(parameter.shown))
    example = f"({shown})" if parameter.default is None and shown else shown
    return (_marked(parameter), parameter.title.in_(language), parameter.type.value, example, choices)
