"""`sources.toml`: what is read, and what each mistake is told as."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.curation.sources import Curation, load_sources
from kg.errors import CurationError
from kg.resources import resource

DIGEST = "a" * 64
ENTRY = f"""
[[document]]
file = "a.txt"
sha256 = "{DIGEST}"
title = "A plan"
origin = "by hand"
licence = "none needed"
"""
IDENTITY = 'id = "a-plan"\nid_reason = "The print has none."\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_sources_name_every_document_of_the_corpus_by_its_bytes() -> None:
    curation = load_sources()
    documents = sorted(resource("corpus").glob("*.txt"))
    assert len(documents) == len(curation.entries) == 5
    for path in documents:
        entry = curation.entry(hashlib.sha256(path.read_bytes()).hexdigest())
        assert entry is not None, path.name
        assert entry.file == path.name


def test_shipped_sources_give_no_place_to_a_plan_that_names_none() -> None:
    entries = load_sources().entries.values()
    assert not [s for e in entries for s in e.statements if s.property in ("ct:place", "eli:passed_by")]
    assert all(entry.slug_reason for entry in entries if entry.slug)


def test_an_entry_is_read_whole(tmp_path: Path) -> None:
    statement = '[[document.statement]]\nproperty = "ct:targetYear"\nvalue = "2024"\nreason = "Said elsewhere."\n'
    entry = load_sources(written(tmp_path, ENTRY + IDENTITY + statement)).entry(DIGEST)
    assert entry is not None
    assert (entry.title, entry.slug, entry.slug_reason) == ("A plan", "a-plan", "The print has none.")
    assert [(s.property, s.value, s.reason) for s in entry.statements] == [("ct:targetYear", "2024", "Said elsewhere.")]


def test_a_folder_may_have_sources_or_not(tmp_path: Path) -> None:
    assert load_sources(tmp_path) == Curation()
    written(tmp_path, ENTRY)
    assert load_sources(tmp_path).entry(DIGEST) is not None
    assert load_sources(tmp_path).entry("b" * 64) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[document]\n", "TOML"),
        ('document = "x"', r"\[\[document\]\]"),
        ("[other]\n", r"\[\[document\]\]"),
        (ENTRY.replace('title = "A plan"\n', ""), "document 1, key title: is missing"),
        (ENTRY + 'colour = "red"\n', "key colour: is not known"),
        (ENTRY.replace('"by hand"', "7"), "key origin"),
        (ENTRY.replace('"by hand"', '" "'), "key origin"),
        (ENTRY.replace(DIGEST, "A" * 64), r"\(a.txt\), key sha256"),
        (ENTRY + 'id = "A plan"\nid_reason = "x"\n', "key id: 'A plan' is no slug"),
        (ENTRY + 'id = "a-plan"\n', "id and id_reason belong together"),
        (ENTRY + 'statement = "x"\n', "key statement"),
        (ENTRY + '[[document.statement]]\nproperty = "ct:year"\nvalue = "1"\n', "statement 1, key reason: is missing"),
        (ENTRY + '[[document.statement]]\nproperty = "year"\nvalue = "1"\nreason = "x"\n', "key property: 'year'"),
        (ENTRY + ENTRY, "the same sha256"),
        (ENTRY + IDENTITY + ENTRY.replace(DIGEST, "b" * 64) + IDENTITY, "claim the same id 'a-plan'"),
    ],
)
def test_a_mistake_is_told_with_file_entry_and_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CurationError, match=told) as raised:
        load_sources(written(tmp_path, text))
    assert "sources.toml" in str(raised.value)


def test_joined_curation_lets_the_later_word_stand(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first = load_sources(written(tmp_path / "one", ENTRY))
    second = load_sources(written(tmp_path / "two", ENTRY.replace("A plan", "The plan")))
    entry = first.joined(second).entry(DIGEST)
    assert entry is not None
    assert entry.title == "The plan"


def test_joined_curation_refuses_one_identity_for_two_files(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    first = load_sources(written(tmp_path / "one", ENTRY + IDENTITY))
    second = load_sources(written(tmp_path, ENTRY.replace(DIGEST, "b" * 64) + IDENTITY))
    with pytest.raises(CurationError, match="claim the same id"):
        first.joined(second)
