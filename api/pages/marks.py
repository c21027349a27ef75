"""The marks of every cell: words in the reader's language, a thing as a link to its page.

A page has thousands of them. Made here and kept for the page, they cost a quarter of what macros of a template did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from markupsafe import Markup, escape

from api.pages.here import Here
from api.pages.words import messages
from api.pages.writing import date, number
from kg.output.bilingual import Text
from kg.views.model import Column, Thing, Type, Value

_SORTS: Final = {
    Type.INTEGER: "number",
    Type.DECIMAL: "number",
    Type.YEAR: "number",
    Type.CODE: "short",
    Type.BOOLEAN: "short",
    Type.DATE: "short",
    Type.THING: "thing",
}
"""How the style sheet tells cells of some types from others: by what they need of a line."""
_TAGS: Final = {
    "possible": "possible",
    "uncertain": "possible",
    "violation": "violation",
    "warning": "warning",
    "info": "info",
}
"""Codes that stand out in a table, with what their mark is called in the style sheet."""


class Marks:
    """What makes the marks of one page.

    Args:
        here: where the page stands.
        path: gives the path of a thing's page, None where it has none.
    """

    def __init__(self, here: Here, path: Callable[[Thing], str | None]) -> None:
        self._here = here
        self._path = path
        self._language = here.language
        self._said = messages(here.language)
        self._things: dict[str, Markup] = {}

    def words(self, text: Text) -> Markup:
        """Return words in the reader's language; those that exist only in Vietnamese say so to screen readers."""
        return escape(text.in_(self._language)) if text.en else self.printed(text.vi)

    def printed(self, text: str | None) -> Markup:
        """Return words of a plan, which are Vietnamese whatever the page is in; nothing where nothing is printed."""
        if text and self._language == "en":
            return _markup(f'<span lang="vi">{escape(text)}</span>')
        return escape(text or "")

    def thing(self, it: Thing) -> Markup:
        """Return a thing's name, which leads to its page if it has one."""
        made = self._things.get(it.iri)
        if made is None:
            made = self._things[it.iri] = self._thing(it)
        return made

    def several(self, things: Sequence[Thing]) -> Markup:
        """Return any number of things, as a list where they are more than one."""
        if len(things) < 2:
            return self.thing(things[0]) if things else Markup("")
        items = "".join([f"<li>{self.thing(each)}</li>" for each in things])
        return _markup(f'<ul class="inline">{items}</ul>')

    def date(self, iso: str) -> Markup:
        """Return a date as people write it, and beside it as programs read it."""
        return _markup(f'<time datetime="{escape(iso)}">{escape(date(iso, self._language))}</time>')

    def value(self, column: Column, it: Value) -> Markup:
        """Return what stands in a cell of a view's column."""
        match it:
            case None:
                return Markup("")
            case tuple():
                return self.several(it)
            case Thing():
                return self.thing(it)
            case Text():
                return self.words(it)
            case str():
                return self._text(column, it)
            case _:
                return escape(self._counted(column, it))

    def cell(self, column: Column, it: Value, *, leads_to: Thing | None = None, names: bool = False) -> Markup:
        """Return a cell of a table of a view.

        Args:
            column: of the view.
            it: what stands in it.
            leads_to: the thing whose page its words lead to, where they name it.
            names: it says what the row is.
        """
        said = self.value(column, it)
        path = leads_to and self._path(leads_to)
        if path:
            words = self._said["at_row"].format(n=said or "–") if column.name == "ordinal" else said
            said = _markup(f'<a href="{escape(self._here.to(path))}">{words}</a>')
        sort = "nothing" if it in (None, (), "") else "name" if names else _sort(column)
        kind = f' class="{sort}"' if sort else ""
        return _markup(f'<td data-label="{escape(column.title.in_(self._language))}"{kind}>{said}</td>')

    def _text(self, column: Column, it: str) -> Markup:
        if column.type is Type.DATE:
            return self.date(it)
        if column.type is not Type.CODE:
            return self.printed(it)
        said = self.words(column.choices[it]) if it in column.choices else escape(it)
        return _markup(f'<span class="tag {_TAGS[it]}">{said}</span>') if it in _TAGS else said

    def _counted(self, column: Column, it: bool | int | Decimal) -> str:
        if isinstance(it, bool):
            return self._said["yes" if it else "no"]
        return str(it) if column.type is Type.YEAR else number(it, self._language)

    def _thing(self, it: Thing) -> Markup:
        path, name = self._path(it), self.words(it.label)
        return name if path is None else _markup(f'<a href="{escape(self._here.to(path))}">{name}</a>')


def _sort(column: Column) -> str:
    return "short" if column.name == "ordinal" else _SORTS.get(column.type, "")


def _markup(html: str) -> Markup:
    """Return HTML whose parts from elsewhere are escaped."""
    return Markup(html)  # noqa: S704
