"""The query parameters of `/api/v1` in the words of OpenAPI, made from the views and the questions."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from api.rest.lists import AFTER, MOST
from api.rest.others import KINDS, MOST_HITS
from kg.output.bilingual import Text
from kg.questions.model import Parameter as Asked
from kg.questions.model import ParameterType, Question
from kg.views.model import DEFAULT_LIMIT, NOTHING, Column, Type, View

Parameter: TypeAlias = dict[str, Any]
_THINGS: Final = "an IRI, a CURIE, or the end of the IRI as the page's address has it"
_ROWS: Final = 10_000


def of_view(view: View) -> list[Parameter]:
    """Return the parameters of a list."""
    orders = [sign + column.name for column in view.columns if column.sortable for sign in ("", "-")]
    return [
        *(_filter(column) for column in view.facets),
        _parameter(
            "q", "Words that all stand in the row, in any spelling; the last one may be unfinished.", {"type": "string"}
        ),
        _parameter("order", "Order of the rows; `-` for the reverse.", {"type": "string", "enum": orders}),
        _limit(MOST, DEFAULT_LIMIT),
        _parameter("after", "Where to go on, as `next` gives it.", {"type": "string", "pattern": AFTER}),
        _parameter("facets", "Count the values of each filter.", {"type": "string", "enum": ["true", "false"]}),
    ]


def of_search() -> list[Parameter]:
    """Return the parameters of the search."""
    kinds = {"type": "array", "items": {"type": "string", "enum": [*KINDS]}}
    return [
        {
            **_parameter("q", "Words, with or without diacritics.", {"type": "string"}, example="phong van hoa"),
            "required": True,
        },
        _parameter("kind", "Only things of these kinds.", kinds),
        _limit(MOST_HITS, 20),
    ]


def of_question(asked: Question) -> list[Parameter]:
    """Return the parameters of a question."""
    return [
        *(_of_asked(each) for each in asked.parameters),
        _parameter("lang", "Language of labels and notes.", {"type": "string", "enum": ["vi", "en"]}),
        _limit(_ROWS, _ROWS),
    ]


def _filter(column: Column) -> Parameter:
    takes = {Type.THING: _THINGS}.get(column.type, "a value as `facets` lists it")
    words = f"{_both(column.title)}: {takes}; `{NOTHING}` for rows without any. Repeat it for either of several."
    return _parameter(column.name, words, {"type": "array", "items": {"type": "string"}})


def _of_asked(asked: Asked) -> Parameter:
    """Return a question's parameter. Values may be written in several ways and languages: no list of them is closed."""
    takes = asked.type.value
    if asked.type is ParameterType.BOOLEAN:
        takes = "true or false"
    elif asked.type is ParameterType.CHOICE:
        takes = f"one of: {', '.join(choice.value for choice in asked.choices)}"
    shown = "" if asked.shown is None else asked.shown.value
    made = _parameter(asked.name, f"{_both(asked.title)}: {takes}", {"type": "string"}, example=shown)
    return {**made, "required": asked.required}


def _limit(most: int, default: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return _parameter("limit", "Most rows to return.", schema)


def _parameter(name: str, words: str, schema: dict[str, Any], *, example: str = "") -> Parameter:
    made: Parameter = {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
    return {**made, "example": example} if example else made


def _both(text: Text) -> str:
    return f"{text.en} ({text.vi})"
