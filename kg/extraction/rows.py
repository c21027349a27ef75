"""Rows as read: the raw rows of a table with their ordinals, roles, targets, citations and doubts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.documents.model import Position
from kg.extraction.agencies import is_ditto, is_empty, split_cell
from kg.extraction.citations import find_citations, without_citations
from kg.extraction.columns import Column
from kg.extraction.model import (
    AgencyRemark,
    CellText,
    Citation,
    Flag,
    FlagCode,
    GroupRow,
    Role,
    Roles,
    Row,
    RowKind,
    Target,
    Threshold,
)
from kg.extraction.nesting import Nesting
from kg.extraction.ordinals import roman_of, split_sub_ordinal
from kg.extraction.pieces import Item, Piece, RawRow, RawSection
from kg.extraction.targets import NO_TARGET, cell_entries, label_targets, label_thresholds, read_entry
from kg.extraction.words import join_lines, lexicon, light, spaced

_LEAST_REPEATED = 15
_WHY_LOST = (
    "no lead is printed, but this layout cannot show that a cell reaches over several rows: it may be that of the row "
    "above or below"
)


@dataclass(slots=True)
class TableReader:
    """Reads the raw rows of one table.

    Attributes:
        label: the table's label, None when it has none.
        number: the table's place in the document, from 1.
        columns: its columns.
        empties_dropped: its layout prints no empty cells, so that a missing cell leaves no trace.
        spans_lost: its layout cannot show that a cell reaches down into the rows below it.
    """

    label: str | None
    number: int
    columns: Sequence[Column]
    empties_dropped: bool
    spans_lost: bool = False
    rows: list[Row] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    _section: GroupRow | None = None
    _group_roles: dict[Role, tuple[str, ...]] = field(default_factory=dict)
    _nesting: Nesting = field(default_factory=Nesting)

    def read(self, items: Sequence[Item]) -> None:
        """Read all items of the table, in print order."""
        for item in items:
            if isinstance(item, RawSection):
                self._open_section(item)
            else:
                self.rows.append(self._row(item))
        has_ordinals = any(column.name == "ordinal" for column in self.columns)
        self.rows = self._nesting.apply(self.rows, has_ordinals=has_ordinals)

    def carry_on(self, before: TableReader) -> None:
        """Go on with the section of the table before, which a page broke: the same table goes on."""
        self._section = before._section

    def _open_section(self, section: RawSection) -> None:
        printed = section.label.text if section.label else None
        label = (roman_of(printed) or printed.rstrip(".): ")) if printed else None
        title = join_lines([piece.text for piece in section.title])
        self._section = GroupRow(self.label, label, title, section.position)
        self.groups.append(self._section)
        self._group_roles = {
            role: split_cell(
                [piece.text for i, piece in section.cells.items() if self.columns[i].name == role], role
            ).names
            for role in Role
        }
        self._nesting.open_section()

    def _row(self, raw: RawRow) -> Row:
        cells = _Cells(raw, self.columns)
        ordinal, label = cells.ordinal_and_label()
        self._nesting.note(ordinal)
        roles, remarks, flags = self._roles(cells)
        target_raw, targets, thresholds = self._targets(cells, label)
        alternative = self._alternative(raw, roles) or self._lead_above(raw, roles)
        flags = [*raw.flags, *flags, *(_repetition(cells) if cells.lines("label") else ())]
        if self._lost_lead(raw, roles):
            flags.append(Flag(FlagCode.ROLE_UNCERTAIN, _WHY_LOST))
        elif alternative is not None:
            flags.append(Flag(FlagCode.ROLE_UNCERTAIN, _why_uncertain(roles, alternative)))
        place = raw.position  # a table of the file's own keeps its numbers there
        position = place if place.table else replace(place, table=self.number, row=len(self.rows) + 1)
        return Row(
            table=self.label,
            section=self._section.section if self._section else None,
            section_title=self._section.title if self._section else None,
            ordinal=ordinal,
            parent_ordinal=None,
            is_parent=False,
            row_kind=self._kind(),
            label=label,
            label_raw=cells.raw_label(label),
            target_raw=target_raw,
            targets=targets,
            roles=roles,
            alternative_roles=alternative,
            agency_remarks=tuple(remarks),
            label_thresholds=thresholds,
            deadline=cells.text("deadline"),
            deliverable=cells.text("deliverable"),
            note=cells.text("note"),
            citations=_citations(label, target_raw, cells, position),
            flags=tuple(dict.fromkeys(flags)),
            location=position,
            cells=cells.texts(),
        )

    def _kind(self) -> RowKind:
        kind = next((column.kind for column in self.columns if column.kind), RowKind.INDICATOR)
        names = {column.name for column in self.columns}
        generic = kind is RowKind.INDICATOR and "deliverable" in names and "target" not in names
        return RowKind.TASK if generic else kind

    def _roles(self, cells: _Cells) -> tuple[Roles, list[AgencyRemark], list[Flag]]:
        names: dict[str, tuple[str, ...]] = {}
        remarks: list[AgencyRemark] = []
        flags: list[Flag] = []
        for role in Role:
            lines = cells.lines(role.value)
            text = join_lines(lines)
            if is_ditto(text) and self.rows:
                names[role.value] = getattr(self.rows[-1].roles, role.value)
                flags.append(Flag(FlagCode.INHERITED, f"{role.value}: {text!r} repeats the row above"))
            elif not text and self._group_roles.get(role):
                names[role.value] = self._group_roles[role]
                flags.append(Flag(FlagCode.INHERITED, f"{role.value}: stands in the row that heads the section"))
            elif not is_empty(text):
                found = split_cell(lines, role)
                names[role.value] = found.names
                remarks.extend(found.remarks)
                flags.extend(found.flags)
        return _as_worded(Roles(**names), remarks), remarks, flags

    def _alternative(self, raw: RawRow, adopted: Roles) -> Roles | None:
        """Return the other reading of the agency cells, where the layout leaves no trace of an empty one.

        Two different cells under guiding, lead and coordinating can be guiding + lead or lead + coordinating; every
        reading names a lead. Equal cells are read as one body that guides and leads.
        """
        agency_columns = [i for i, column in enumerate(self.columns) if column.is_agency]
        filled = [i for i in agency_columns if raw.cells.get(i)]
        if not self.empties_dropped or len(filled) == len(agency_columns) or not filled:
            return None
        bodies = [getattr(adopted, self.columns[i].name) for i in filled]
        if len(bodies) > 1 and len(set(bodies)) == 1:
            return None
        for places in itertools.combinations(agency_columns, len(filled)):
            reading = {self.columns[i].name: names for i, names in zip(places, bodies, strict=True)}
            if "lead" in reading and Roles(**reading) != adopted:
                return Roles(**reading)
        return None

    def _lost_lead(self, raw: RawRow, adopted: Roles) -> bool:
        """Tell whether the lead of a row may be in a cell that reaches over it, and that the layout cannot show so."""
        says_more = any(self.columns[i].name not in ("ordinal", "label") for i in raw.cells)
        printed = any(column.name == "lead" and raw.cells.get(i) for i, column in enumerate(self.columns))
        return self.spans_lost and says_more and not adopted.lead and not printed

    def _lead_above(self, raw: RawRow, adopted: Roles) -> Roles | None:
        """Return the reading in which the lead of the row above reaches down into an empty cell; None if it cannot."""
        above = self.rows[-1] if self.rows else None
        if above is None or not self._lost_lead(raw, adopted):
            return None
        if above.section != (self._section.section if self._section else None):
            return None
        lead = above.roles.lead or (above.alternative_roles.lead if above.alternative_roles else ())
        return replace(adopted, lead=lead) if lead else None

    def _targets(self, cells: _Cells, label: str) -> tuple[tuple[str, ...], tuple[Target, ...], tuple[Threshold, ...]]:
        """Return what is printed of the row's targets, the targets, and the thresholds in its label."""
        columns = [(i, column) for i, column in enumerate(self.columns) if column.name == "target"]
        words = without_citations(label)
        if not columns:
            targets = label_targets(words) if self._kind() is not RowKind.INFORMATION else ()
            return tuple(t.raw for t in targets if t.raw), targets or (NO_TARGET,), ()
        unit = cells.text("unit")
        printed: list[str] = []
        targets_read: list[Target] = []
        for index, column in columns:
            entries = cell_entries(cells.raw.lines(index))
            printed.extend(entries)
            targets_read.extend(_in_column(read_entry(entry), column, unit) for entry in entries)
        return tuple(printed), tuple(targets_read) or (NO_TARGET,), label_thresholds(words)


class _Cells:
    """The cells of a raw row by the names of their columns."""

    def __init__(self, raw: RawRow, columns: Sequence[Column]) -> None:
        self.raw = raw
        self.columns = columns
        self._pieces: dict[str, list[Piece]] = {}
        for index, pieces in sorted(raw.cells.items()):
            self._pieces.setdefault(columns[index].name, []).extend(pieces)

    def pieces(self, name: str) -> Sequence[Piece]:
        """Return the pieces of all columns of that name."""
        return self._pieces.get(name, ())

    def lines(self, name: str) -> list[str]:
        return [piece.text for piece in self.pieces(name)]

    def text(self, name: str) -> str | None:
        return join_lines(self.lines(name)) or None if name in self._pieces else None

    def ordinal_and_label(self) -> tuple[str | None, str]:
        """Return ordinal and label; a sub-ordinal that opens the label ("1) …") counts where no ordinal is printed."""
        ordinal, label = self.text("ordinal"), self.text("label") or ""
        if ordinal is None:
            ordinal, label = split_sub_ordinal(label)
        return ordinal, label

    def raw_label(self, label: str) -> str | None:
        raw = spaced(" ".join(piece.raw for piece in self.pieces("label")))
        return raw if "<" in raw and raw != label else None

    def texts(self) -> tuple[CellText, ...]:
        found = []
        for i, column in enumerate(self.columns):
            pieces = self.raw.cells.get(i)
            if pieces:
                place = pieces[0].position
                numbers = [n for piece in pieces for n in piece.position.lines or ()]
                lines = (min(numbers), max(numbers)) if numbers else None
                position = Position(place.page, place.table, place.row, place.column or i + 1, lines, place.box)
                found.append(CellText(column.name, join_lines([piece.text for piece in pieces]), position))
        return tuple(found)


def _in_column(target: Target, column: Column, unit: str | None) -> Target:
    """Return a target with the year that its column's head prints, and the unit of the row's unit cell."""
    has_unit = target.unit is not None or target.value is None
    return replace(target, year=column.year, unit=target.unit if has_unit else unit)


def _repetition(cells: _Cells) -> list[Flag]:
    """Return a flag when a line of the label repeats the end of the line before."""
    lines = cells.lines("label")
    for before, after in itertools.pairwise(lines):
        repeated = light(spaced(after)).rstrip(" .;")
        if len(repeated) >= _LEAST_REPEATED and light(spaced(before)).rstrip(" .;").endswith(repeated):
            return [Flag(FlagCode.REPEATED_TEXT, f"label: {after!r} stands twice in the cell")]
    return []


def _as_worded(roles: Roles, remarks: Sequence[AgencyRemark]) -> Roles:
    """Return the roles with those moved that a cell of leads itself calls coordinating ("…; Cục B phối hợp")."""
    if not remarks:
        return roles
    words = {light(word) for word in lexicon("agencies")["coordinating_words"]}
    moved = [r.agency for r in remarks if r.role is Role.LEAD and light(r.remark) in words]
    lead = tuple(name for name in roles.lead if name not in moved)
    return replace(roles, lead=lead, coordinating=(*moved, *roles.coordinating)) if lead and moved else roles


def _why_uncertain(adopted: Roles, other: Roles) -> str:
    def words(roles: Roles) -> str:
        filled = [role.value for role in Role if getattr(roles, role.value)]
        return " + ".join(filled)

    return (
        "empty cells leave no trace in this layout: the agency cells are read as "
        f"{words(adopted)}, but may be {words(other)}"
    )


def _citations(label: str, target_raw: Sequence[str], cells: _Cells, position: Position) -> tuple[Citation, ...]:
    in_label_only = not cells.lines("target")
    texts = [
        ("label", label),
        ("target", "" if in_label_only else "\n".join(target_raw)),
        ("deliverable", cells.text("deliverable") or ""),
        ("note", cells.text("note") or ""),
    ]
    return tuple(citation for where, text in texts if text for citation in find_citations(text, where, position))
