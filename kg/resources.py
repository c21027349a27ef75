"""Find the data files that travel with chitieu: in a checkout at its top level, in a wheel under `kg/_data`.

The rooms are `ontology`, `shapes`, `corpus` and `questions`. Nothing else in the project builds a path from `__file__`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ResourceError

if TYPE_CHECKING:
    from pyoxigraph import Quad

ROOMS: Final = ("ontology", "shapes", "corpus", "questions")
_PACKAGE: Final = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a data file or folder, for example `resource("ontology/places.tsv")`.

    Raises:
        ResourceError: its room is unknown or the file is not there.
    """
    if name.split("/", 1)[0] not in ROOMS:
        raise ResourceError(f"{name!r} is in none of the data rooms {', '.join(ROOMS)}.")
    for base in (_PACKAGE / "_data", _PACKAGE.parent):
        path = base / name
        if path.exists():
            return path
    raise ResourceError(f"The data file {name!r} is missing from this installation.", hint="Install chitieu again.")


def read_text(name: str) -> str:
    """Return the text of a data file (UTF-8)."""
    return resource(name).read_text(encoding="utf-8")


def parse_turtle(path: Path) -> list[Quad]:
    """Return the triples of a Turtle data file, in the order of the file (quads of the default graph).

    Raises:
        ResourceError: it is not Turtle; the message gives file and line.
    """
    from pyoxigraph import RdfFormat, parse  # noqa: PLC0415  # 20 ms that `chitieu extract` need not pay

    try:
        return list(parse(path=path, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        message = f"{path.parent.name}/{path.name}, line {error.lineno}: {error.msg}."
        raise ResourceError(message, hint="Correct the data file.") from error


def read_toml(name: str) -> dict[str, Any]:
    """Return the content of a TOML data file.

    Raises:
        ResourceError: it is not TOML; the message gives file and line.
    """
    try:
        return tomllib.loads(read_text(name))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"The data file {name!r} is not valid TOML: {error}.") from error
