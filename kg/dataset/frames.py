"""Tables as pandas data frames."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.errors import MissingExtra
from kg.output.tables import Cell, TableData

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# pandas' types that know of missing values, by what all other cells of a column are; text otherwise.
_TYPES: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (bool, "boolean"),
    (int, "Int64"),
    ((int, float, Decimal), "Float64"),
    (str, "string"),
)


def frame(table: TableData, **attributes: object) -> pd.DataFrame:
    """Return a table as a data frame: one column a column, named by its stable name; nothing is `<NA>`.

    Its `attrs` hold `titles` (what people call the columns), `title`, `notes` and `truncated`, and `attributes`.

    Raises:
        MissingExtra: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415  # an extra; and slow, for everybody who needs no frames
    except ImportError as error:
        raise MissingExtra("Data frames need pandas.", hint="Install it: pip install 'chitieu[notebook]'.") from error

    names = [column.name for column in table.columns]
    rows = [[_plain(cell) for cell in row] for row in table.rows]
    made = pd.DataFrame(rows, columns=names, dtype="object")
    made = made.astype({name: _type([row[index] for row in table.rows]) for index, name in enumerate(names)})
    made.attrs |= {
        "title": table.title,
        "titles": {column.name: column.title for column in table.columns},
        "notes": table.notes,
        "truncated": table.truncated,
    }
    made.attrs.update(attributes)
    return made


def _type(cells: Sequence[Cell]) -> str:
    """Return the type of a column: the first that all its cells are of."""
    there = [cell for cell in cells if cell is not None]
    for kinds, name in _TYPES:
        if there and all(isinstance(cell, kinds) for cell in there):
            return name
    return "string" if not there else "object"


def _plain(cell: Cell) -> object:
    """Return what pandas keeps: decimals as floats (its arithmetic knows no decimals), IRIs as text."""
    if isinstance(cell, Decimal):
        return float(cell)
    return str(cell) if isinstance(cell, str) else cell
