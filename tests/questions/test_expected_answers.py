"""The product's answers on the real corpus against answers computed from the transcription by an independent script."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.output.bilingual import Language
from kg.questions.ask import ask
from kg.questions.bind import prologue
from kg.questions.catalogue import questions
from kg.questions.examples import example_terms
from kg.questions.executor import StoreExecutor
from kg.questions.model import Answer, Question, Term
from kg.vietnamese import normalise

TESTS = Path(__file__).resolve().parents[1]
EXPECTED = TESTS / "questions" / "expected"
CASES = [
    (path.stem, index, case)
    for path in sorted(EXPECTED.glob("*.json"))
    for index, case in enumerate(json.loads(path.read_text(encoding="utf-8"))["cases"])
]
NAMES = [f"{name}-{index}" for name, index, _ in CASES]


@dataclass(frozen=True)
class Corpus:
    """The corpus in the names of the transcription.

    Attributes:
        documents: plan (IRI) → number of its document ("003").
        rows: row or target of the running text (IRI) → its id in the transcription.
        bodies: body or group (IRI) → its canonical name there.
        numbers: legal document (IRI) → its number, else how it is printed.
    """

    executor: StoreExecutor
    documents: dict[str, str]
    rows: dict[str, str]
    bodies: dict[str, str]
    numbers: dict[str, str]


def pairs(store: Store, pattern: str) -> dict[str, str]:
    """Return ?key → ?value of a pattern."""
    rows = StoreExecutor(store).select(f"{prologue()}SELECT DISTINCT ?key ?value WHERE {{ {pattern} }} ORDER BY ?value")
    return {
        key.value: value.value
        for key, value in rows
        if isinstance(key, NamedNode) and isinstance(value, NamedNode | Literal)
    }


def gold(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((TESTS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def corpus(corpus_store: Store) -> Corpus:
    files = pairs(corpus_store, "?key ct:sourceFile/rdfs:label ?value")
    documents = {plan: name[:3] for plan, name in files.items()}
    return Corpus(
        executor=StoreExecutor(corpus_store),
        documents=documents,
        rows=_rows(corpus_store, documents),
        bodies=_bodies(corpus_store),
        numbers=pairs(corpus_store, "?key a ct:LegalDocument ; rdfs:label ?value")
        | pairs(corpus_store, "?key a ct:LegalDocument ; ct:number ?value"),
    )


def _rows(store: Store, documents: dict[str, str]) -> dict[str, str]:
    """The n-th row of a plan is the n-th row of its transcription; the labels say whether that holds."""
    plans = pairs(store, "?key a ct:Assignment ; ct:plan ?value")
    positions = pairs(store, "?key a ct:Assignment ; ct:position ?value")
    labels = pairs(store, "?key a ct:Assignment ; ct:label ?value")
    transcribed = {name: gold(name)["rows"] for name in set(documents.values())}
    found = {}
    for row, plan in plans.items():
        same = transcribed[documents[plan]][int(positions[row]) - 1]
        assert normalise(labels[row]) == normalise(same["label"])
        found[row] = same["id"]
    for target, plan in pairs(store, "?key a ct:BodyTarget ; ct:plan ?value").items():
        found[target] = f"{documents[plan]}/body/{target.rsplit('/', 1)[-1]}"
    return found


def _bodies(store: Store) -> dict[str, str]:
    """A kind is called by the canonical name of the transcription, or by its type there."""
    here = re.compile(" trên địa bàn (huyện|tỉnh)$")
    entries = [entry for entry in gold("agencies").values() if entry["in_rows"]]
    names = {entry["canonical_type"]: here.sub("", entry["canonical_name"]) for entry in entries}
    names |= {name: name for name in names.values()}
    # Same names, other words: the level in brackets, the word that the print leaves out.
    names["Các cơ quan, đơn vị cấp huyện"] = "Các cơ quan, đơn vị (cấp huyện)"
    names["Các cơ quan, đơn vị thuộc UBND cấp huyện"] = "Các cơ quan, đơn vị [thuộc] UBND cấp huyện"
    kinds = pairs(store, '?key ct:kind/skos:prefLabel ?value FILTER(lang(?value) = "vi")')
    unresolved = pairs(store, "?key a ct:UnresolvedAgency ; rdfs:label ?value")
    return {body: names.get(label, label) for body, label in kinds.items()} | unresolved


def project(answer: Answer, columns: list[str], corpus: Corpus) -> list[list[str]]:
    """Return the answer in the columns and names of the expected rows."""
    at = {column.name: index for index, column in enumerate(answer.columns)}

    def text(row: tuple[Term | None, ...], name: str) -> str:
        term = row[at[name]]
        return term.value if isinstance(term, NamedNode | Literal) else ""

    special: dict[str, Callable[[tuple[Term | None, ...]], str]] = {
        "doc": lambda row: corpus.documents[text(row, "plan")],
        "row": lambda row: corpus.rows.get(text(row, "row")) or f"{corpus.documents[text(row, 'plan')]}/body",
        "agency": lambda row: corpus.bodies[text(row, "agency")],
        "holder": lambda row: corpus.bodies[text(row, "holder")],
        "cited": lambda row: corpus.numbers[text(row, "document")],
    }
    shown = [row for row in answer.rows if "agency" not in columns or row[at["agency"]] is not None]
    return [[special[name](row) if name in special else text(row, name) for name in columns] for row in shown]


@pytest.mark.parametrize(("name", "index", "case"), CASES, ids=NAMES)
def test_the_answer_is_the_expected_one(name: str, index: int, case: dict[str, Any], corpus: Corpus) -> None:
    answer = ask(corpus.executor, name, case["parameters"])
    found = project(answer, case["columns"], corpus)
    expected = [[str(cell) for cell in row] for row in case["rows"]]
    assert sorted(found) == sorted(expected)
    if "counts" in case:
        certain, possible = case["counts"]
        assert answer.notes == (f"{certain} chắc chắn, nhiều nhất thêm {possible}",)


def test_every_question_has_expected_answers() -> None:
    assert {name for name, _, _ in CASES} == {asked.name for asked in questions()}


def load_script() -> ModuleType:
    path = TESTS.parent / "scripts" / "expected_answers.py"
    spec = importlib.util.spec_from_file_location("expected_answers", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_expected_answers_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert load_script().main(["--check"]) == 0, f"{capsys.readouterr().out}Run python scripts/expected_answers.py"


def test_the_script_shares_no_code_with_the_product() -> None:
    source = (TESTS.parent / "scripts" / "expected_answers.py").read_text(encoding="utf-8")
    assert not [
        line for line in source.splitlines() if line.startswith(("import kg", "from kg", "import pyoxi", "from pyoxi"))
    ]


@pytest.mark.parametrize("asked", questions(), ids=[asked.name for asked in questions()])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_question_answers_its_own_example(asked: Question, language: Language, corpus: Corpus) -> None:
    parameters = {name: str(term.value) for name, term in example_terms(asked).items()}
    assert ask(corpus.executor, asked.name, parameters, lang=language).rows


@pytest.fixture(scope="session")
def shuffled(corpus_store: Store) -> StoreExecutor:
    """The same dataset, put into its store in another order."""
    quads = sorted(corpus_store, key=lambda quad: hashlib.sha256(str(quad).encode()).digest())
    store = Store()
    store.extend(quads)
    return StoreExecutor(store)


@pytest.mark.parametrize("asked", questions(), ids=[asked.name for asked in questions()])
def test_an_answer_does_not_depend_on_the_order_in_the_store(
    asked: Question, corpus: Corpus, shuffled: StoreExecutor
) -> None:
    parameters = {name: str(term.value) for name, term in example_terms(asked).items()}
    for name, value in {"certainty": "possible", "groups": "true", "near": "true"}.items():
        parameters |= {name: value} if name in parameters else {}
    assert ask(shuffled, asked.name, parameters).rows == ask(corpus.executor, asked.name, parameters).rows


def test_the_figures_that_a_reader_checks_first(corpus: Corpus) -> None:
    kind = ask(corpus.executor, "leads-by-kind", {"kind": "Phòng Văn hóa và Thông tin"})
    by_plan = [row[0] for row in project(kind, ["doc"], corpus)]
    assert (len(by_plan), by_plan.count("000"), by_plan.count("001")) == (17, 10, 7)
    departments = project(ask(corpus.executor, "leads-by-kind", {"kind": "Sở TTTT"}), ["doc"], corpus)
    assert (departments.count(["003"]), departments.count(["004"])) == (11, 33)
    bodies = {row[10] for row in ask(corpus.executor, "leads-by-kind", {"kind": "Sở TTTT"}).rows}
    assert len(bodies) == 2
    khanh_hoa = ask(corpus.executor, "leads-by-body", {"agency": "Sở TTTT tỉnh Khánh Hòa"}, lang="en")
    assert khanh_hoa.notes == ("33 certain, up to 40 more",)
    cited = ask(corpus.executor, "who-cites", {"document": "528/QĐ-UBND"}, lang="en")
    assert cited.notes == ("2 certain, up to 2 more",)


def test_a_stranger_counts_253_assignments(corpus: Corpus) -> None:
    query = f"{prologue()}SELECT (COUNT(*) AS ?n) WHERE {{ ?row a ct:Assignment }}"
    assert list(corpus.executor.select(query)) == [(Literal(253),)]
