"""Short forms by rule: what is shortened, what is left alone, and that no label of the registry gives way to one."""

from __future__ import annotations

import pytest

from kg.resolution.kinds import Form
from kg.resolution.registries import Registries
from kg.resolution.short_forms import short_forms


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("Phòng Kinh tế - Hạ tầng", {"Phòng Kinh tế HT", "Phòng KT Hạ tầng", "Phòng KT HT"}),
        (
            "Trung tâm Văn hóa, Thể thao huyện",
            {"Trung tâm Văn hóa TT huyện", "Trung tâm VH Thể thao huyện", "Trung tâm VH TT huyện"},
        ),
        ("Sở Nội vụ", set()),
        ("Sở Tài chính (từ 2025)", set()),
        ("Cục Thuế và Hải quan", {"Cục Thuế HQ"}),
    ],
)
def test_parts_of_several_words_are_shortened(label: str, forms: set[str]) -> None:
    assert set(short_forms(label, {"trungtam"})) == forms


def test_a_short_form_is_of_one_kind(registries: Registries) -> None:
    """A short form never stands beside another kind's label of the same words."""
    made = [
        entries for entries in registries.kinds.labels.values() for entry in entries if _is_made(entry.text, registries)
    ]
    assert len(made) > 100
    assert [entries for entries in made if len({entry.kind.iri for entry in entries}) > 1] == []


def _is_made(text: str, registries: Registries) -> bool:
    return all(text not in (kind.label, *kind.labels, *kind.stems) for kind in registries.kinds.kinds.values()) and any(
        entry.text == text and entry.form is Form.ALTERNATIVE and not entry.stem
        for entry in registries.kinds.at(registries.kinds.split(text), "")
    )
