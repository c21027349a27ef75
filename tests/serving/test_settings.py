from __future__ import annotations

import os
import re
from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import Settings

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def documented() -> dict[str, str]:
    """Return the default that the docs tell for each setting."""
    found = re.findall(
        r"^### `(\w+)`\n\nDefault: (?:`([^`]*)`|(empty))\.", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name: default for name, default, _ in found}


def test_every_setting_is_documented_with_its_default() -> None:
    assert documented() == {field.name: str(field.default) for field in fields(Settings)}


def test_every_setting_is_described_in_the_code() -> None:
    described = Settings.__doc__ or ""
    assert [field.name for field in fields(Settings) if not re.search(rf"\b{field.name}[:,]", described)] == []


def test_the_environment_is_read() -> None:
    given = {
        "CHITIEU_PORT": "1",
        "CHITIEU_DATA_DIR": "x/y",
        "CHITIEU_QUERY_SECONDS": "2.5",
        "CHITIEU_HOST": "::1",
        "PORT": "9",
    }
    settings = Settings.from_environment(given)
    assert (settings.port, settings.data_dir, settings.query_seconds, settings.host) == (1, Path("x/y"), 2.5, "::1")
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("QUERY_SECONDS", "soon"),
        ("WORKERS", "-1"),
        ("QUERY_SECONDS", "nan"),
        ("QUERY_SECONDS", "inf"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"CHITIEU_{name}"):
        Settings.from_environment({f"CHITIEU_{name}": value})


def test_workers_follow_the_machine() -> None:
    assert Settings(workers=7).query_workers == 7
    assert Settings().query_workers == max(4, 2 * (os.cpu_count() or 1))
