"""The comparison on published snapshots: two builds of documents that differ in known places."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.diff.command import changes_between
from kg.diff.model import Change, Kind
from kg.diff.show import changes_page, changes_table, summary
from kg.diff.states import find_plan, plans_of
from kg.errors import SnapshotNotFound, UsageError
from kg.output.formats import render
from kg.pipeline import build
from kg.settings import Settings

HEAD = """PHỤ LỤC
CÁC CHỈ TIÊU NĂM 2024
(Kèm theo Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2024 của Ủy ban nhân dân tỉnh Kon Tum)

TT\tChỉ tiêu\tMục tiêu năm 2024\tCơ quan chủ trì\tCơ quan phối hợp
"""
ROWS = (
    "1\tTỷ lệ hộ gia đình có đường Internet cáp quang băng rộng\t60%\tSở Thông tin và Truyền thông\tCác sở, ban, ngành",
    "2\tTỷ lệ doanh nghiệp sử dụng hợp đồng điện tử\t20%\tSở Công Thương\tCác sở, ban, ngành",
    "3\tTỷ lệ người dân có hồ sơ sức khỏe điện tử\t85%\tSở Y tế\tCác sở, ban, ngành",
)
CHANGED = (
    ROWS[0].replace("60%", "130%"),
    ROWS[1].replace("Sở Công Thương", "Sở Tài chính"),
    "3\tTỷ trọng thanh toán viện phí không dùng tiền mặt\t7%\tSở Y tế\tCác sở, ban, ngành",
)


@pytest.fixture(scope="session")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, str, str]:
    """Two snapshots of one plan: a target raised beyond 100 %, a lead moved, an indicator exchanged."""
    folder = tmp_path_factory.mktemp("diff")
    settings = Settings(data_dir=folder / "data")
    names = []
    for number, rows in enumerate((ROWS, CHANGED)):
        file = folder / f"plan{number}.txt"
        file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
        names.append(build([file], data_dir=settings.data_dir, settings=settings).snapshot.path.name)
    return settings, names[0], names[1]


@pytest.fixture(scope="session")
def changes(two_builds: tuple[Settings, str, str]) -> list[Change]:
    settings, old, new = two_builds
    return list(changes_between(old, new, settings))


def test_says_exactly_what_was_changed(changes: list[Change]) -> None:
    rows = [(one.kind, one.ordinal, one.old, one.new) for one in changes if not one.kind.startswith("finding")]
    assert rows == [
        (Kind.ADDED, "3", None, "7%"),
        (Kind.DROPPED, "3", "85%", None),
        (Kind.TARGET_RAISED, "1", "60%", "130%"),
        (Kind.LEAD_MOVED, "2", "Sở Công Thương tỉnh Kon Tum", "Sở Tài chính tỉnh Kon Tum"),
    ]
    assert any(one.kind is Kind.FINDING_NEW and (one.new or "").startswith("CT-T001") for one in changes)


def test_a_snapshot_does_not_differ_from_itself(two_builds: tuple[Settings, str, str]) -> None:
    settings, old, _ = two_builds
    assert list(changes_between(old, old, settings)) == []
    assert summary([], "en") == "Nothing changed."


def test_tables_in_both_languages(changes: list[Change]) -> None:
    assert "nâng mục tiêu" in render(changes_table(changes, "vi"), "table").decode()
    rows = json.loads(render(changes_table(changes, "en"), "json"))["rows"]
    assert "target-raised" in {row["change"] for row in rows}
    (found,) = [row["new"] for row in rows if row["change"] == "finding-new" and "CT-T001" in row["new"]]
    assert "cannot be met" in found


def test_page_is_whole_and_fetches_nothing(changes: list[Change]) -> None:
    class Page(HTMLParser):
        tags: tuple[str, ...] = ()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags += (tag,)
            assert not {name for name, _ in attrs} & {"src", "href"}

    page = Page()
    page.feed(changes_page(changes, "old", "<new>", "en"))
    assert page.tags.count("article") == len(changes)
    assert "&lt;new&gt;" in changes_page(changes, "old", "<new>")


def test_two_plans_of_the_corpus(corpus_store: Store, corpus_data: Path) -> None:
    settings = replace(Settings(), data_dir=corpus_data)
    found = changes_between("kon-ray-2024", "4465/KH-UBND", settings)
    assert {Kind.TARGET_RAISED, Kind.TARGET_LOWERED, Kind.ADDED, Kind.DROPPED} <= {one.kind for one in found}
    plans = plans_of(corpus_store)
    assert sum(len(plan.rows) for plan in plans.values()) == 253
    assert find_plan(corpus_store, "4465/KH-UBND") == find_plan(corpus_store, "ubnd-tinh-kon-tum/2022/4465-kh-ubnd")


def test_an_unknown_name_is_refused_with_the_known_plans(corpus_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no plan called 'xyz'"):
        find_plan(corpus_store, "xyz")
    with pytest.raises(SnapshotNotFound):
        changes_between("a", "b", replace(Settings(), data_dir=tmp_path / "nothing"))
