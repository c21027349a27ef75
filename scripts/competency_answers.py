"""Write the expected answers of competency questions, and their page in the docs.

    python scripts/competency_answers.py            write tests/competency/*.csv and docs/competency-questions.md
    python scripts/competency_answers.py --check    exit 1 when one of them is stale

A question is `tests/competency/<name>.rq`; its head says what it asks, in two languages, its topic, and where the
expected answer is from. "gold": computed here from the hand-checked transcription (`tests/gold/`), with the standard
library alone and no code of the product. "hand: …": the reasoning; a person wrote the answer into the .csv file.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "competency"
PAGE = ROOT / "docs" / "competency-questions.md"
GOLD = ROOT / "tests" / "gold"
TOPICS: Final = ("plans", "indicators", "agencies", "documents", "time", "provenance")
MOST_SHOWN: Final = 8

INTRODUCTION: Final = """# Competency questions

What the graph must be able to answer: {number} questions with their expected answers. The tests ask each of the built
corpus (`tests/competency/`). Expected answers come from the hand-checked transcription where it knows them, else from a
person's reasoning, given here. Documents are named by the first three digits of their files, rows by their place in the
plan. This page is written by `python scripts/competency_answers.py`.
"""

Json: TypeAlias = dict[str, Any]
Table: TypeAlias = list[Sequence[object]]
PLANS: dict[str, Json] = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("00?.json"))}
CONCEPTS: list[Json] = json.loads((GOLD / "concepts.json").read_text("utf-8"))
ITEM: dict[str, str] = {row: concept["concept"] for concept in CONCEPTS for row in concept["members"]}


def rows() -> Iterator[tuple[str, int, Json]]:
    """Yield every row with its document and its place in it, from 1."""
    for name, plan in PLANS.items():
        yield from ((name, place, row) for place, row in enumerate(plan["rows"], 1))


def targets() -> Iterator[tuple[str, Json]]:
    """Yield every target with its document."""
    yield from ((name, target) for name, _, row in rows() for target in row["targets"])


def per_document(counts: Callable[[Json], bool]) -> Table:
    """Return how many rows of each document a condition holds for; documents without any are left out."""
    return list(Counter(name for name, _, row in rows() if counts(row)).items())


def places(counts: Callable[[Json], bool]) -> Table:
    """Return document and place of the rows that a condition holds for."""
    return [(name, place) for name, place, row in rows() if counts(row)]


def field(name: str) -> Table:
    """Return what each document prints in a field of its head, without those that leave it blank."""
    return [(key, plan["document"][name]) for key, plan in PLANS.items() if plan["document"][name]]


def by_item() -> dict[str, list[str]]:
    """Return the rows of each quantity; a row in no cluster is a quantity of its own."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, _, row in rows():
        name: str = row["id"]
        found[ITEM.get(name, name)].append(name)
    return found


def documents_of(ids: Iterable[str]) -> set[str]:
    """Return the documents of rows."""
    return {row.partition("/")[0] for row in ids}


def repeated() -> Table:
    """Return quantities that a document prints more than once."""
    counts = Counter((row.partition("/")[0], item) for item, ids in by_item().items() for row in ids)
    return [(*key, count) for key, count in counts.items() if count > 1]


def conflicts() -> Table:
    """Return quantities for which one document prints two values with one comparator, in different rows."""
    content = {row["id"]: row for _, _, row in rows()}
    found = set()
    for item, ids in by_item().items():
        for one, other in combinations(ids, 2):
            values = [
                {
                    (target["comparator"], target["value"])
                    for target in content[row]["targets"]
                    if target["value"] is not None
                }
                for row in (one, other)
            ]
            differ = any(a[0] == b[0] and a[1] != b[1] for a in values[0] for b in values[1])
            if differ and len(documents_of([one, other])) == 1:
                found.add((one.partition("/")[0], item))
    return list(found)


def of_item(concept: str) -> Table:
    """Return the targets of one quantity."""
    content = {row["id"]: row for _, _, row in rows()}
    return [
        (row.partition("/")[0], target["comparator"], target["value"])
        for row in by_item()[concept]
        for target in content[row]["targets"]
    ]


def sections() -> Table:
    """Return the sections of the first two plans with the number of their rows."""
    counts = Counter((name, row["section"]) for name, _, row in rows() if name in ("000", "001"))
    return [(*key, count) for key, count in counts.items()]


def uncertain(row: Json) -> bool:
    """Tell whether two different cells stand for three columns, so that the roles can be read in two ways."""
    return row.get("agency_cells") == 2 and row["lead"] != row["guiding"]


ANSWERS: dict[str, Callable[[], Table]] = {
    "agency-guiding": lambda: per_document(lambda row: bool(row["guiding"])),
    "agency-no-coordinating": lambda: per_document(lambda row: not row["coordinating"]),
    "agency-no-lead": lambda: places(lambda row: not row["lead"]),
    "agency-several-leads": lambda: [(n, at, len(row["lead"])) for n, at, row in rows() if len(row["lead"]) > 1],
    "agency-uncertain": lambda: per_document(uncertain),
    "document-row-citations": lambda: [
        (name, at, cited["number"] or "") for name, at, row in rows() for cited in row["citations"]
    ],
    "indicator-distinct": lambda: [(len(by_item()),)],
    "indicator-most-plans": lambda: [
        (item, len(documents_of(ids))) for item, ids in by_item().items() if len(documents_of(ids)) >= 4
    ],
    "indicator-repeated": repeated,
    "indicator-shared": lambda: [(sum(len(documents_of(ids)) > 1 for ids in by_item().values()),)],
    "indicator-targets": lambda: of_item("Tỷ trọng thanh toán viện phí không dùng tiền mặt"),
    "plan-child-rows": lambda: per_document(lambda row: row["parent_ordinal"] is not None),
    "plan-identity": lambda: [
        (name, plan["document"]["number"] or "", plan["document"].get("date") or "") for name, plan in PLANS.items()
    ],
    "plan-parent-rows": lambda: places(lambda row: bool(row.get("is_parent"))),
    "plan-rows": lambda: per_document(lambda _: True),
    "plan-sections": sections,
    "plan-title": lambda: field("title"),
    "plan-without-number": lambda: [(name,) for name, plan in PLANS.items() if not plan["document"]["number"]],
    "provenance-lines": lambda: [(at, *row["lines"]) for name, at, row in rows() if name == "000"],
    "provenance-printed-label": lambda: [
        (at, row["label"]) for name, at, row in rows() if name == "001" and row["section"] == "I"
    ],
    "target-comparators": lambda: list(Counter(target["comparator"] for _, target in targets()).items()),
    "target-conflict": conflicts,
    "target-full": lambda: list(
        Counter(n for n, t in targets() if (t["comparator"], t["value"], t["unit"]) == ("=", 100, "%")).items()
    ),
    "target-none": lambda: [
        (at,) for n, at, row in rows() if row["table"] in ("II", "III") and row["targets"][0]["comparator"] == "none"
    ],
    "target-several": lambda: [(n, at, len(row["targets"])) for n, at, row in rows() if len(row["targets"]) > 1],
    "target-yes-no": lambda: per_document(lambda row: any(t["comparator"] == "bool" for t in row["targets"])),
}


def head(text: str) -> dict[str, str]:
    """Return the statements in the comments at the head of a question: vi, en, topic, expected."""
    said: dict[str, str] = {}
    key = ""
    for line in (line[1:].strip() for line in text.splitlines() if line.startswith("#")):
        name, colon, rest = line.partition(": ")
        if colon and name in ("vi", "en", "topic", "expected"):
            key, said[name] = name, rest
        else:
            said[key] += f" {line}"
    return said


def body(text: str) -> str:
    """Return the query without the comments at its head."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def columns(query: str) -> list[str]:
    """Return the names that the first SELECT of a query gives; none for ASK."""
    if query.startswith("ASK"):
        return ["answer"]
    selected = re.sub(r"\([^()]*\([^()]*\) AS (\?\w+)\)", r"\1", query.partition("WHERE")[0])
    return re.findall(r"\?(\w+)", selected)


def as_csv(names: Sequence[str], table: Table) -> str:
    """Return a table as csv, its rows sorted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(sorted([str(cell) for cell in row] for row in table))
    return out.getvalue()


def page() -> str:
    """Return the page of the docs."""
    texts = {path: path.read_text("utf-8") for path in sorted(QUESTIONS.glob("*.rq"))}
    parts = [INTRODUCTION.format(number=len(texts))]
    for topic in TOPICS:
        parts.append(f"\n## {topic.capitalize()}\n")
        parts += [_section(path, text) for path, text in texts.items() if head(text)["topic"] == topic]
    return "".join(parts)


def _section(path: Path, text: str) -> str:
    said = head(text)
    lines = answer(path).splitlines()
    shown = "\n".join(f"    {line}" for line in lines[: MOST_SHOWN + 1])
    more = f"\n    … {len(lines) - MOST_SHOWN - 1} more" if len(lines) > MOST_SHOWN + 1 else ""
    source = "from the transcription" if said["expected"] == "gold" else said["expected"].removeprefix("hand: ")
    query = f"```sparql\n{body(text)}\n```"
    return f"\n### {said['en']}\n\n*{said['vi']}* (`{path.stem}`)\n\n{query}\n\nExpected: {source}\n\n{shown}{more}\n"


def answer(path: Path) -> str:
    """Return the expected answer of a question as csv: computed, or as a person wrote it."""
    compute = ANSWERS.get(path.stem)
    written = path.with_suffix(".csv")
    if compute is None:
        return written.read_text("utf-8") if written.exists() else ""
    return as_csv(columns(body(path.read_text("utf-8"))), compute())


def main(arguments: Sequence[str]) -> int:
    """Write expected answers and page, or check that they are fresh."""
    texts = {(QUESTIONS / f"{name}.csv"): answer(QUESTIONS / f"{name}.rq") for name in ANSWERS}
    texts[PAGE] = page()
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        print(f"Stale: {', '.join(path.name for path in stale)}" if stale else "All is fresh.")
        return 1 if stale else 0
    for path in stale:
        path.write_text(texts[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
