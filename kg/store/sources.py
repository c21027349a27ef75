"""`sources.sqlite`: the texts that the graph was read from, each printed cell with its place, and the search index.

Cell positions and texts stay out of the triples (a row has at most 40 of those); this file answers "where exactly is
that printed". It is written once, in a fixed order, and opened read-only ever after.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from kg.errors import SnapshotDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

_SCHEMA: Final = """
CREATE TABLE document (
  sha256 TEXT PRIMARY KEY, plan TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE assignment (iri TEXT PRIMARY KEY, plan TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES document);
CREATE TABLE cell (
  assignment TEXT NOT NULL REFERENCES assignment, n INTEGER NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL,
  page INTEGER, table_number INTEGER, row INTEGER, column_number INTEGER, first_line INTEGER, last_line INTEGER,
  PRIMARY KEY (assignment, n)
) WITHOUT ROWID;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, field TEXT NOT NULL,
  rank INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE VIRTUAL TABLE entry_index USING fts5 (
  exact, folded, content = '', tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
);
"""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file that was read: the plan it prints, its name (no folder), hash, media type and whole text."""

    plan: str
    name: str
    sha256: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One printed cell of a row.

    Attributes:
        role: the column that it was read as ("label", "target", "lead", …).
        text: its words, as printed.
        page, table, row, column: its place in the file, from 1; None = not known.
        first_line, last_line: its physical lines, inclusive (text formats).
    """

    role: str
    text: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An assignment (its IRI) with the plan it belongs to, the file it stands in, and its printed cells in order."""

    assignment: str
    plan: str
    sha256: str
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One text by which a thing can be found.

    Attributes:
        iri: the thing; it has one entry for each of its texts.
        kind: what it is ("agency", "indicator", …).
        label: the label to show for it.
        field: what the text is ("label", "abbreviation", "note", …).
        rank: weight of the field, 0 the highest.
        text: the text as it is shown.
        exact, folded: the search keys of the text, with and without diacritics.
    """

    iri: str
    kind: str
    label: str
    field: str
    rank: int
    text: str
    exact: str
    folded: str


@dataclass(frozen=True, slots=True)
class SourceContent:
    """All that goes into the file."""

    documents: Sequence[SourceDocument]
    rows: Sequence[SourceRow]
    entries: Sequence[IndexEntry]

    def digest(self) -> str:
        """Return a hex SHA-256 of the content, which no version of SQLite has a part in."""
        found = hashlib.sha256()
        for item in self._in_order():
            found.update(repr(item).encode() + b"\n")
        return found.hexdigest()

    def write(self, path: Path) -> None:
        """Write the database at `path`, where no file may stand yet.

        Raises:
            OSError, sqlite3.Error: the system refuses to write.
        """
        with closing(sqlite3.connect(path)) as connection:
            # Nobody reads the file before it is whole, and the publisher makes it last: no journal is needed.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
            connection.executescript(_SCHEMA)
            with connection:
                self._insert(connection)
            connection.execute("INSERT INTO entry_index (entry_index) VALUES ('optimize')")
            connection.commit()
            connection.execute("VACUUM")

    def _in_order(self) -> Iterator[SourceDocument | SourceRow | IndexEntry]:
        yield from sorted(self.documents, key=lambda item: item.sha256)
        yield from sorted(self.rows, key=lambda item: item.assignment)
        yield from sorted(self.entries, key=lambda item: (item.iri, item.rank, item.field, item.text))

    def _insert(self, connection: sqlite3.Connection) -> None:
        number = 0
        for item in self._in_order():
            if isinstance(item, SourceDocument):
                values = (item.sha256, item.plan, item.name, item.media_type, item.text)
                connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?)", values)
            elif isinstance(item, SourceRow):
                row = (item.assignment, item.plan, item.sha256)
                connection.execute("INSERT INTO assignment VALUES (?, ?, ?)", row)
                cells = [(item.assignment, n, *astuple(cell)) for n, cell in enumerate(item.cells, start=1)]
                connection.executemany("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
            else:
                number += 1
                entry = (number, item.iri, item.kind, item.label, item.field, item.rank, item.text)
                connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", entry)
                keys = (number, item.exact, item.folded)
                connection.execute("INSERT INTO entry_index (rowid, exact, folded) VALUES (?, ?, ?)", keys)


class Sources:
    """A read-only connection to a snapshot's `sources.sqlite`, to be used by one thread at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Sources:
        """Open the database at `path`; it is closed by `close` or as a context manager.

        Raises:
            SnapshotDamaged: it cannot be opened.
        """
        try:
            # Immutable: the file never changes under its name, so SQLite needs neither locks nor a journal beside it.
            address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            return cls(path, sqlite3.connect(address, uri=True, check_same_thread=False))
        except sqlite3.Error as error:
            raise _damaged(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def documents(self) -> tuple[SourceDocument, ...]:
        """Return the files that were read, in the order of their hashes."""
        rows = self.select("SELECT plan, name, sha256, media_type, text FROM document ORDER BY sha256")
        return tuple(SourceDocument(*row) for row in rows)

    def row_of(self, assignment: str) -> SourceRow | None:
        """Return where an assignment (an IRI) is printed, cell by cell; None when there is no such assignment."""
        found = self.select("SELECT plan, sha256 FROM assignment WHERE iri = ?", assignment)
        if not found:
            return None
        plan, sha256 = found[0]
        return SourceRow(assignment, plan, sha256, self.cells_of(assignment))

    def cells_of(self, assignment: str) -> tuple[SourceCell, ...]:
        """Return the printed cells of an assignment (an IRI) in the order of print; empty when it has none."""
        query = (
            "SELECT role, text, page, table_number, row, column_number, first_line, last_line "
            "FROM cell WHERE assignment = ? ORDER BY n"
        )
        return tuple(SourceCell(*row) for row in self.select(query, assignment))

    def text_of(self, plan: str, lines: tuple[int, int] | None = None) -> str | None:
        """Return the text that a plan (an IRI) was read from, or its lines `lines` (first and last, from 1, inclusive).

        Of several files of one plan it is the file that the plan's rows stand in. None when there is no such plan.
        """
        query = (
            "SELECT text FROM document WHERE plan = ? "
            "ORDER BY sha256 IN (SELECT sha256 FROM assignment WHERE plan = document.plan) DESC, sha256 LIMIT 1"
        )
        found = self.select(query, plan)
        if not found:
            return None
        text = str(found[0][0])
        return text if lines is None else "\n".join(text.split("\n")[lines[0] - 1 : lines[1]])

    def select(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Return the rows of an SQL query with its parameters bound.

        Raises:
            SnapshotDamaged: the file is not the database that it should be.
        """
        return [*self.each(query, *values)]

    def each(self, query: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that `select` returns, as far as somebody takes them.

        Raises:
            SnapshotDamaged: as `select`.
        """
        try:
            yield from self._connection.execute(query, values)
        except sqlite3.Error as error:
            raise _damaged(self._path, error) from error


def _damaged(path: Path, error: sqlite3.Error) -> SnapshotDamaged:
    return SnapshotDamaged(f"{path} cannot be read: {error}.", hint="Run `chitieu build` again.")
