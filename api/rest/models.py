"""The shapes of the answers of `/api/v1`. What is promised of them stands in `docs/rest.md`."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, create_model

from kg.views.catalogue import view as view_called
from kg.views.model import Column, Type, View


class Model(BaseModel):
    """An object of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Model):
    """The same words in both languages."""

    vi: str = Field(description="Tiếng Việt.", examples=["Phòng Văn hóa và Thông tin"])
    en: str | None = Field(description="English; null where nobody translated it.", examples=["Division of Culture"])


class ThingRef(Model):
    """A thing of the graph."""

    iri: str = Field(description="Its stable name.", examples=["https://w3id.org/chitieu/id/agency/so-y-te/kon-tum"])
    label: Words
    page: str | None = Field(
        description="Path of the page that shows it, null for what is not ours.", examples=["/agencies/so-y-te/kon-tum"]
    )


class FacetValueModel(Model):
    """A value by which rows can be filtered."""

    value: str = Field(description="What the filter takes; `-` for rows without any.", examples=["kon-ray-2024"])
    label: Words
    count: int = Field(description="Rows with it among those that the other filters leave.", examples=[28])
    chosen: bool = Field(description="Whether this request asks for it.")


class FacetModel(Model):
    """The values of a filter that rows have, most frequent first, at most 100."""

    name: str = Field(examples=["plan"])
    title: Words
    values: list[FacetValueModel]
    total: int = Field(description="How many different values there are.")


class Cell(Model):
    """A printed cell of a row, with its place in the file."""

    role: str = Field(description="The column that it was read as.", examples=["lead"])
    text: str = Field(description="Its words, as printed.", examples=["Phòng Văn hóa và Thông tin"])
    page: int | None
    table: int | None
    row: int | None
    column: int | None
    first_line: int | None
    last_line: int | None


class Rule(Model):
    """A rule by which plans are looked over."""

    code: str = Field(examples=["CT-T001"])
    iri: str
    severity: str = Field(examples=["warning"])
    title: Words
    remedy: Words


class Rules(Model):
    """All rules."""

    items: list[Rule]


class Hit(Model):
    """What a search found."""

    thing: ThingRef
    kind: str = Field(examples=["agency"])
    field: str = Field(description="The text that matched.", examples=["label"])
    snippet: str
    exact: bool = Field(description="Whether it matches with its diacritics.")


class Hits(Model):
    """What a search found, best first."""

    items: list[Hit]
    snapshot: str


class ParameterModel(Model):
    """A parameter of a question."""

    name: str
    type: str = Field(examples=["agency"])
    title: Words
    required: bool
    default: str | None
    example: str | None
    choices: list[str]


class QuestionModel(Model):
    """A canned question."""

    name: str = Field(examples=["departments"])
    title: Words
    comment: Words
    parameters: list[ParameterModel]
    columns: list[str]


class Questions(Model):
    """All canned questions."""

    items: list[QuestionModel]


class AnswerModel(Model):
    """The answer to a question: the same as `chitieu query`, `/questions/{name}.json` and its SPARQL give."""

    question: str
    columns: list[str]
    rows: list[list[str | int | float | bool | None]] = Field(description="IRIs in full, as text.")
    notes: list[str]
    truncated: bool = Field(description="There are more rows than these.")
    snapshot: str


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=["https://w3id.org/chitieu/problem/bad-selection"])
    title: str
    status: int
    detail: str
    hint: str | None = None


_TYPES: Final[dict[Type, Any]] = {
    Type.THING: ThingRef | None,
    Type.TEXT: str | None,
    Type.WORDS: Words | None,
    Type.CODE: str | None,
    Type.DATE: str | None,
    Type.YEAR: int | None,
    Type.INTEGER: int | None,
    Type.DECIMAL: float | None,
    Type.BOOLEAN: bool | None,
}


@cache
def row_model(name: str) -> type[Model]:
    """Return the model of the rows of the view called `name`."""
    view = view_called(name)
    fields: dict[str, Any] = {column.name: (_type(column), _field(column)) for column in view.columns}
    return create_model(_class_name(view, "Row"), __base__=Model, __doc__=view.comment.en, **fields)


@cache
def page_model(name: str) -> type[Model]:
    """Return the model of a list of the rows of the view called `name`."""
    view = view_called(name)
    return create_model(
        _class_name(view, "Page"),
        __base__=Model,
        __doc__=view.comment.en,
        items=(list[row_model(name)], Field(description="The rows.")),  # type: ignore[arg-type, misc]  # made here
        total=(int, Field(description="Rows that the filters leave, on all pages.")),
        start=(int, Field(description="Place of the first of these rows among them, from 1; 0 if there are none.")),
        next=(str | None, Field(description="Address of the next page, null on the last.")),
        facets=(list[FacetModel], Field(description="Counts of values, if `facets=true` asks for them.")),
        sparql=(str, Field(description="The query that says the same, to be run at /sparql.")),
        snapshot=(str, Field(description="Id of the snapshot that was read.")),
    )


@cache
def item_model(name: str) -> type[Model]:
    """Return the model of one row of the view called `name`, with what is printed where it is a row or about rows."""
    view = view_called(name)
    further: dict[str, Any] = {
        "cells": (list[Cell], Field(description="The printed cells of the row, in the order of print; else empty.")),
        "otherCells": (list[Cell], Field(description="Those of the other side of a contradiction; else empty.")),
        "snapshot": (str, Field(description="Id of the snapshot that was read.")),
    }
    return create_model(_class_name(view, "Item"), __base__=row_model(name), __doc__=view.comment.en, **further)


def _type(column: Column) -> Any:  # noqa: ANN401  # a type, as pydantic takes it
    return list[ThingRef] if column.multiple else _TYPES[column.type]


def _field(column: Column) -> Any:  # noqa: ANN401  # as pydantic gives it
    codes = {f"`{value}`: {words.en}" for value, words in column.choices.items()} if column.type is Type.CODE else ()
    return Field(description=f"{column.title.en} ({column.title.vi}). {', '.join(sorted(codes))}".strip())


def _class_name(view: View, suffix: str) -> str:
    return "".join(part.capitalize() for part in view.name.split("_")) + suffix
