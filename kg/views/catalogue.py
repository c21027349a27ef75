"""The views that there are, read from `kg/views/definitions` once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ResourceError, UnknownView
from kg.output.bilingual import Text
from kg.views.model import Column, Type, View

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

_FOLDER: Final = "definitions"
_USES: Final = {
    "facet": "facet",
    "search": "searchable",
    "sort": "sortable",
    "multiple": "multiple",
    "hidden": "hidden",
}


@cache
def views() -> Mapping[str, View]:
    """Return every view by its name, in the order of names.

    Raises:
        ResourceError: a definition is wrong; the message names its file.
    """
    found = sorted(file.name.removesuffix(".toml") for file in _definitions().iterdir() if file.name.endswith(".toml"))
    return {name: _view(name) for name in found}


def view(name: str) -> View:
    """Return the view of that name.

    Raises:
        UnknownView: there is none; the hint lists those that there are.
    """
    found = views().get(name)
    if found is None:
        raise UnknownView(f"There is no view {name!r}.", hint=f"There are: {', '.join(views())}.")
    return found


@cache
def definition(name: str) -> str:
    """Return the text of a file beside the definitions of views (`labels.rq`)."""
    try:
        return (_definitions() / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ResourceError(f"kg/views/{_FOLDER}/{name} is missing.", hint="Install chitieu again.") from None


def _definitions() -> Traversable:
    return files("kg.views") / _FOLDER


def _view(name: str) -> View:
    try:
        content = tomllib.loads(definition(f"{name}.toml"))
        columns = tuple(_column(key, each) for key, each in content["columns"].items())
        found = View(
            name=name,
            title=Text(**content["title"]),
            comment=Text(**content["comment"]),
            key=content["key"],
            columns=columns,
            sort=tuple(content["sort"]),
            select=definition(f"{name}.rq").strip(),
            related={each.name: definition(f"{name}.{each.name}.rq").strip() for each in columns if each.multiple},
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"kg/views/{_FOLDER}/{name}.toml is wrong: {error!r}.") from error
    _check(found)
    return found


def nothing() -> Text:
    """Return what a facet calls the rows that have nothing there."""
    return Text(**_words()["nothing"])


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("kg.views") / "words.toml").read_text(encoding="utf-8"))


def _choices(kind: str, given: Mapping[str, Any]) -> dict[str, Text]:
    words = given or (_words()["boolean"] if kind == Type.BOOLEAN else {})
    return {value: Text(**text) for value, text in words.items()}


def _column(name: str, content: Mapping[str, Any]) -> Column:
    return Column(
        name=name,
        title=Text(**content["title"]),
        type=Type(content.get("type", "text")),
        under=content.get("under", ""),
        choices=_choices(content.get("type", ""), content.get("choices", {})),
        **{_USES[use]: True for use in content.get("uses", ())},
    )


def _check(found: View) -> None:
    """Refuse a definition that names columns which it does not have."""
    known = {column.name for column in found.columns if not column.multiple}
    missing = sorted({found.key, *(name.removeprefix("-") for name in found.sort)} - known)
    if missing:
        raise ResourceError(f"kg/views/{_FOLDER}/{found.name}.toml names no column {missing[0]!r}.")
