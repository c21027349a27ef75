"""What the pages say: in both languages, each message used, each used message there."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from api.pages.words import LANGUAGES, messages

API = Path(str(files("api")))
WEB = API.parent / "web" / "src"
# Keys that are put together from a prefix and a value of the data or a setting.
MADE = (
    "agency_is_",
    "cell_",
    "compare_",
    "count_",
    "deviation_",
    "editor_",
    "field_",
    "item_is_",
    "limit_",
    "problem_",
    "relation_",
    "role_",
    "room_",
    "rule_",
    "severity_",
    "shapes_",
    "sort_",
    "source_",
    "try_",
    "twin_",
)


def _read(folder: Path, *endings: str) -> str:
    return "".join(path.read_text(encoding="utf-8") for end in endings for path in sorted(folder.rglob(f"*{end}")))


def test_every_message_has_both_languages() -> None:
    for file in sorted((API / "messages").glob("*.toml")):
        for key, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            assert set(texts) == set(LANGUAGES), (file.name, key)
            assert all(texts.values()), (file.name, key)


def test_placeholders_are_the_same_in_both_languages() -> None:
    vi, en = messages("vi"), messages("en")
    for key, text in vi.items():
        assert set(re.findall(r"\{(\w+)[:}]", text)) == set(re.findall(r"\{(\w+)[:}]", en[key])), key


def test_every_used_message_is_there_and_every_message_is_used() -> None:
    templates, code = _read(API / "templates", ".html"), _read(API, ".py")
    used = set(re.findall(r"\bt\.(\w+)", templates)) | set(re.findall(r"""\bsay\("(\w+)",""", templates))
    used |= set(re.findall(r"""(?:said\(|messages\([\w.]+\)\[)"(\w+)\"""", code))
    known = {key.removesuffix("_of_one") for key in messages("vi")}  # "1 row" beside "{n} rows"
    assert used <= known
    written = templates + code + _read(WEB, ".ts")
    unused = {
        key
        for key in known - used
        if not key.startswith(MADE) and f'"{key}"' not in written and f".{key}" not in written
    }
    assert unused == set()


@pytest.mark.parametrize("prefix", MADE)
def test_every_prefix_is_one_of_messages(prefix: str) -> None:
    assert any(key.startswith(prefix) for key in messages("vi"))
