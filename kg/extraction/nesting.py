"""Parents and sub-rows of a table, from the forms of their ordinals; missing and repeated ordinals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extraction.model import Comparator, Flag, FlagCode, Row
from kg.extraction.ordinals import Form, form_of

_SUB_FORMS = frozenset({Form.PAREN, Form.LETTER, Form.BULLET, Form.DOTTED})


@dataclass(slots=True)
class Nesting:
    """Collects the ordinals of a table while it is read, then sets parents, children and doubts."""

    forms: Counter[Form] = field(default_factory=Counter)
    ordinals: list[str | None] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    _section: int = 0

    def open_section(self) -> None:
        """Note that a section begins: ordinals may start again, and no row above has children below."""
        self._section += 1

    def note(self, ordinal: str | None) -> None:
        """Note the ordinal of the next row."""
        self.ordinals.append(ordinal)
        self.sections.append(self._section)
        form = form_of(ordinal) if ordinal else None
        if form is not None:
            self.forms[form] += 1

    def apply(self, rows: Sequence[Row], *, has_ordinals: bool) -> list[Row]:
        """Return the rows with `parent_ordinal`, `is_parent` and the flags of their ordinals."""
        parents = [self._parent(rows, index) for index in range(len(rows))]
        heads = {parent for parent in parents if parent is not None}
        result = [
            row
            if parent is None and index not in heads
            else replace(
                row,
                parent_ordinal=rows[parent].ordinal if parent is not None else None,
                is_parent=index in heads and _is_bare(row),
            )
            for index, (row, parent) in enumerate(zip(rows, parents, strict=True))
        ]
        return self._flagged(result, parents, has_ordinals=has_ordinals)

    def _is_top(self, ordinal: str | None) -> bool:
        """Whether the ordinal is of the form that numbers the rows themselves, not their sub-rows."""
        form = form_of(ordinal) if ordinal else None
        if form is None:
            return False
        return form is Form.NUMBER or (
            form in _SUB_FORMS and not self.forms[Form.NUMBER] and self._first_form() is form
        )

    def _first_form(self) -> Form | None:
        return next((form for ordinal in self.ordinals if ordinal and (form := form_of(ordinal))), None)

    def _parent(self, rows: Sequence[Row], index: int) -> int | None:
        """Return the row that heads row `index`: the last numbered one above it in its section."""
        ordinal = rows[index].ordinal
        if self._is_top(ordinal):
            return None
        for above in range(index - 1, -1, -1):
            if self.sections[above] != self.sections[index]:
                return None
            if self._is_top(rows[above].ordinal):
                numbered = ordinal is not None
                return above if numbered or _is_bare(rows[above]) else None
        return None

    def _flagged(self, rows: list[Row], parents: Sequence[int | None], *, has_ordinals: bool) -> list[Row]:
        seen: set[tuple[int, int | None, str]] = set()
        for index, row in enumerate(rows):
            if row.ordinal is None:
                if has_ordinals and parents[index] is None:
                    rows[index] = _with(row, Flag(FlagCode.ORDINAL_MISSING, "no ordinal is printed"))
                continue
            key = (self.sections[index], parents[index], row.ordinal)
            if key in seen and form_of(row.ordinal) is not Form.BULLET:
                rows[index] = _with(
                    row, Flag(FlagCode.ORDINAL_REPEATED, f"{row.ordinal!r} stands twice in its section")
                )
            seen.add(key)
        return rows


def _is_bare(row: Row) -> bool:
    """Tell whether a row holds no target and no agency of its own."""
    roles = row.roles
    no_target = all(target.comparator is Comparator.NONE for target in row.targets)
    return no_target and not (roles.lead or roles.coordinating or roles.guiding)


def _with(row: Row, flag: Flag) -> Row:
    return replace(row, flags=(*row.flags, flag))
