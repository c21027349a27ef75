"""Compute the expected answer of every canned question from the hand-checked transcription, by itself.

    python scripts/expected_answers.py            write tests/questions/expected/*.json
    python scripts/expected_answers.py --check    exit 1 when one of them is stale

It shares no code with the product: no import of `kg`, no SPARQL, the standard library alone. It reads
`tests/gold/*.json` and the few facts below that the transcription does not hold. Rows are named by their id in the
transcription; a body is named by its canonical name there. A test asks the product and compares
(`tests/questions/test_expected_answers.py`).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

TESTS = Path(__file__).resolve().parent.parent / "tests"
DOCUMENTS = ("000", "001", "002", "003", "004")
ROLES = ("lead", "coordinating", "guiding")

Json: TypeAlias = dict[str, Any]
Cell: TypeAlias = str | int
Table: TypeAlias = list[list[Cell]]
Holder: TypeAlias = Callable[[str, str], bool]  # of a canonical name and a document: is it meant?

# Names whose end the print cuts off ("UBND cấp"): which body is meant is not decided, so each stands for itself.
CUT_OFF = {"UBND cấp"}
HERE = (" trên địa bàn huyện", " trên địa bàn tỉnh")
# Who belongs to "Các sở, ban, ngành": the departments and the office that the running text of plan 004 lists.
SHARING_GROUP = "Các sở, ban, ngành"
# What a section's title says of the pillar (three pillars of QĐ 922/QĐ-BTTTT).
PILLARS = {
    "Chính phủ số": "Chính quyền số",
    "Chính quyền số": "Chính quyền số",
    "Hoạt động chính quyền số": "Chính quyền số",
    "Kinh tế số": "Kinh tế số",
    "Hoạt động kinh tế số": "Kinh tế số",
    "Xã hội số": "Xã hội số",
    "Hoạt động xã hội số": "Xã hội số",
}
# The plan whose sections follow the main indices of QĐ 922/QĐ-BTTTT; two of its titles are shortened.
INDEXED_PLAN = "004"
INDEX_TITLES = {"Kinh tế số": "Hoạt động kinh tế số", "Xã hội số": "Hoạt động xã hội số"}
# A legal basis that a curator adds to a plan from another source than its print (corpus/sources.toml).
CURATED_BASIS: list[Cell] = ["003", "5406/BTTTT-CĐSQG", "certain", 0]
# Documents cited by number and date, whose issuer is told by the symbol or by the plan that cites them.
TELLING_SYMBOLS = ("BTTTT", "NQ-CP", "NĐ-CP", "VPCP", "TT-BTTTT", "NQ-TU")


class Row:
    """One row of the transcription, with the roles that its agency cells allow."""

    def __init__(self, document: str, content: Json, canonical: Callable[[str], str]) -> None:
        self.document = document
        self.content = content
        self.id: str = content["id"]
        self.roles = {role: [canonical(name) for name in content[role]] for role in ROLES}
        # Two different cells for three columns: guiding + lead is adopted, lead + coordinating is possible as well.
        self.uncertain = content.get("agency_cells") == 2 and content["lead"] != content["guiding"]
        other = {"lead": self.roles["guiding"], "coordinating": self.roles["lead"], "guiding": []}
        self.other = other if self.uncertain else self.roles

    def holders(self, role: str) -> dict[str, str]:
        """Return who has the role, each "certain" if both readings say so, else "possible"."""
        both = [*self.roles[role], *self.other[role]]
        certain = set(self.roles[role]) & set(self.other[role])
        return {name: "certain" if name in certain else "possible" for name in both}

    @property
    def targets(self) -> Iterator[list[Cell]]:
        """Comparator, value and unit of each target."""
        return (target_cells(target) for target in self.content["targets"])


class Gold:
    """The transcription: rows, targets and citations of the running text, names and concepts."""

    def __init__(self, folder: Path) -> None:
        self.agencies = read(folder / "agencies.json")
        self.documents = {name: read(folder / f"{name}.json") for name in DOCUMENTS}
        self.rows = [
            Row(name, row, self.canonical) for name, content in self.documents.items() for row in content["rows"]
        ]
        self.body_targets = [target for each in self.documents.values() for target in each.get("body_targets", ())]
        self.concepts: list[Json] = json.loads((folder / "concepts.json").read_text(encoding="utf-8"))
        self.item_of = self._items()

    def canonical(self, printed: str) -> str:
        """Return the name that all spellings of a body share, without the words that only say where a group is."""
        if printed in CUT_OFF:
            return printed
        return str(self.agencies[printed]["canonical_name"]).removesuffix(HERE[0]).removesuffix(HERE[1])

    def _items(self) -> dict[str, str]:
        """Return what each row and each target of the running text measures: a concept, or itself alone."""
        items = {row.id: row.id for row in self.rows}
        items |= {member: concept["concept"] for concept in self.concepts for member in concept["members"]}
        for target in self.body_targets:
            items[target["id"]] = items[target["corresponds_to"][0]] if same_measure(target) else target["id"]
        return items

    def stated(self) -> Iterator[tuple[str, str, list[Cell]]]:
        """Yield (document, id, target) of every target of a row or of the running text; a row without target too."""
        for row in self.rows:
            for target in row.targets:
                yield row.document, row.id, target
        for target in self.body_targets:
            yield target["id"].split("/")[0], target["id"], target_cells(target)

    def citations(self) -> Iterator[tuple[str, str, Json]]:
        """Yield (document, id of the row or "<document>/body", citation)."""
        for row in self.rows:
            for citation in row.content["citations"]:
                yield row.document, row.id, citation
        for name, content in self.documents.items():
            for citation in content.get("body_citations") or ():
                yield name, f"{name}/body", citation


def read(path: Path) -> Json:
    """Return the content of a JSON file whose root is an object."""
    content: Json = json.loads(path.read_text(encoding="utf-8"))
    return content


def number(value: float | None) -> str:
    """Return a number as the shortest decimal text; "" for none."""
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".")


def target_cells(target: Json) -> list[Cell]:
    """Return comparator, value and unit of a target."""
    return [target["comparator"], number(target["value"]), target["unit"] or ""]


def same_measure(target: Json) -> bool:
    """Tell whether a target of the running text is about the very indicator of the row that it corresponds to."""
    return not target["relation"].startswith("gần") and "khác mẫu số" not in target["relation"]


def graded(rows: Iterable[list[Cell]], least: str, column: int = -1) -> Table:
    """Return the rows that are shown at a level of certainty."""
    return [row for row in rows if least == "possible" or row[column] == "certain"]


def counts(rows: Iterable[list[Cell]]) -> list[int]:
    """Return how many rows (first cell) are certain, and how many more are possible; the grade is the last cell."""
    grades: dict[Cell, set[Cell]] = defaultdict(set)
    for row in rows:
        grades[row[0]].add(row[-1])
    certain = sum("certain" in found for found in grades.values())
    return [certain, len(grades) - certain]


def case(parameters: Json, columns: str, rows: Iterable[list[Cell]], count: list[int] | None = None) -> Json:
    """Return one case: what is asked, and the answer as rows in a fixed order."""
    found = {"parameters": parameters, "columns": columns.split(), "rows": sorted(rows, key=json.dumps)}
    return found if count is None else {**found, "counts": count}


def grades_of(parameters: Json, columns: str, rows: Table) -> Iterator[Json]:
    """Return the cases of both levels of certainty."""
    for least in ("certain", "possible"):
        yield case({**parameters, "certainty": least}, columns, graded(rows, least), counts(rows))


def departments(gold: Gold) -> Iterator[Json]:
    """Count the rows that each body leads in each plan."""
    led: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in gold.rows:
        for name, grade in row.holders("lead").items():
            led[name, row.document].append(grade)
    rows: Table = [[*key, grades.count("certain"), grades.count("possible")] for key, grades in led.items()]
    yield case({}, "agency doc rows possibleRows", rows)
    province = [row for row in rows if row[1] == "003"]
    yield case({"place": "kon-tum", "year": "2023"}, "agency doc rows possibleRows", province)


def leads(gold: Gold, chosen: Holder, shared: Holder) -> Table:
    """Return id, body, through a group, grade of every row that a chosen or a sharing holder leads."""
    return [
        [row.id, name, "true" if shared(name, row.document) else "false", grade]
        for row in gold.rows
        for name, grade in row.holders("lead").items()
        if chosen(name, row.document) or shared(name, row.document)
    ]


def named(body: str, document: str = "") -> Holder:
    """Return the test for a body by its name, in one plan or in all."""
    return lambda name, where: name == body and document in ("", where)


def nobody(_name: str, _document: str) -> bool:
    """Choose no holder."""
    return False


BODIES = (
    ("Sở TTTT tỉnh Kon Tum", "Sở Thông tin và Truyền thông", "003"),
    ("Sở TT&TT Khánh Hòa", "Sở Thông tin và Truyền thông", "004"),
    ("so-noi-vu/khanh-hoa", "Sở Nội vụ", "004"),
    ("Phòng Văn hoá và Thông tin huyện Kon Rẫy", "Phòng Văn hóa và Thông tin", "000"),
)
LEADS = "row holder viaGroup certainty"


def leads_by_body(gold: Gold) -> Iterator[Json]:
    """Return what single bodies lead, alone and as members of a group."""
    for asked, body, document in BODIES:
        yield from grades_of({"agency": asked}, LEADS, leads(gold, named(body, document), nobody))
    for asked, body, document in BODIES[:3]:
        together = leads(gold, named(body, document), named(SHARING_GROUP, document))
        yield from grades_of({"agency": asked, "groups": "true"}, LEADS, together)


KINDS = (
    ("Phòng Văn hóa và Thông tin", "Phòng Văn hóa và Thông tin"),
    ("phòng văn hoá và thông tin", "Phòng Văn hóa và Thông tin"),
    ("phong-van-hoa-va-thong-tin", "Phòng Văn hóa và Thông tin"),
    ("Sở TTTT", "Sở Thông tin và Truyền thông"),
    ("Phòng GDĐT", "Phòng Giáo dục và Đào tạo"),
    ("Chi cục Thống kê", "Chi cục Thống kê huyện"),
    ("Các sở, ban, ngành", "Các sở, ban, ngành"),
)


def leads_by_kind(gold: Gold) -> Iterator[Json]:
    """Return what all bodies of a kind lead, however the kind is spelled."""
    for asked, kind in KINDS:
        yield from grades_of({"kind": asked}, LEADS, leads(gold, named(kind), nobody))
    shared = leads(gold, named("Sở Y tế"), named(SHARING_GROUP))
    yield from grades_of({"kind": "Sở Y tế", "groups": "true"}, LEADS, shared)


def leads_by_line(gold: Gold) -> Iterator[Json]:
    """Return what stands below a people's committee.

    Departments stand below the province's committee, and a district's health centre below the department of health; a
    district's own divisions and centres below its committee (TT 07/2021/TT-BYT; the organisation of local government).
    """

    def below_kon_tum(name: str, document: str) -> bool:
        return (document == "003" and name.startswith("Sở ")) or (document, name) == ("000", "Trung tâm Y tế huyện")

    def below_kon_ray(name: str, document: str) -> bool:
        return document == "000" and name.startswith(("Phòng ", "Trung tâm ")) and name != "Trung tâm Y tế huyện"

    yield from grades_of({"ancestor": "UBND tỉnh Kon Tum"}, LEADS, leads(gold, below_kon_tum, nobody))
    yield from grades_of({"ancestor": "UBND huyện Kon Rẫy"}, LEADS, leads(gold, below_kon_ray, nobody))


def roles(gold: Gold) -> Iterator[Json]:
    """Return every role of single bodies."""
    asked = (*BODIES, ("Văn phòng UBND tỉnh Khánh Hòa", "Văn phòng UBND tỉnh", "004"))
    for name, body, document in asked:
        rows: Table = [
            [row.id, role, row.holders(role)[body]]
            for row in gold.rows
            for role in ROLES
            if row.document == document and body in row.holders(role)
        ]
        yield from grades_of({"agency": name}, "row role certainty", rows)


def indicator_targets(gold: Gold) -> Iterator[Json]:
    """Return the targets of every concept that several rows share."""
    for concept in gold.concepts:
        name = concept["concept"]
        rows: Table = [[where, *target] for _, where, target in gold.stated() if gold.item_of[where] == name]
        yield case({"indicator": name}, "row comparator value unitLabel", rows)


def compare_plans(gold: Gold) -> Iterator[Json]:
    """Return the targets of what at least two plans measure."""
    plans: dict[str, set[str]] = defaultdict(set)
    for document, where, _ in gold.stated():
        plans[gold.item_of[where]].add(document)
    rows: Table = [[where, *target] for _, where, target in gold.stated() if len(plans[gold.item_of[where]]) > 1]
    yield case({}, "row comparator value unitLabel", rows)


def plan_table(gold: Gold) -> Iterator[Json]:
    """Return the printed table of all plans, and of one."""
    columns = "row section ordinal label target printedLead printedCoordinating printedGuiding"
    rows: Table = [
        [
            row.id,
            row.content["section"] or "",
            row.content["ordinal"] or "",
            row.content["label"],
            "; ".join(printed_targets(row.content["target_raw"])),
            *(row.content[f"{role}_raw"] or "" for role in ROLES),
        ]
        for row in gold.rows
    ]
    yield case({}, columns, rows)
    yield case({"plan": "4465/KH-UBND"}, columns, [row for row in rows if str(row[0]).startswith("003")])


def printed_targets(printed: str | list[str] | None) -> list[str]:
    """Return the words of a row's targets."""
    return [printed] if isinstance(printed, str) else (printed or [])


def where_printed(gold: Gold) -> Iterator[Json]:
    """Return file and lines of every row, and of every target of the running text."""
    rows: Table = [[row.id, gold.documents[row.document]["file"], *row.content["lines"]] for row in gold.rows]
    for target in gold.body_targets:
        rows.append([target["id"], gold.documents[target["id"][:3]]["file"], target["line"], target["line"]])
    yield case({}, "row fileLabel firstLine lastLine", rows)


def identified(document: str, citation: Json, plans: dict[str, Json]) -> bool:
    """Tell whether a citation says which document it means: number, date, and an issuer that is one body."""
    if citation["number"] is None:
        return bool(citation["raw"] == "Đề án 06")  # known by its short name
    if citation["date"] is None:
        return False
    if any(symbol in citation["number"] for symbol in TELLING_SYMBOLS):
        return True
    issuer, place = citation["issuer_raw"], plans[document]["document"]["locality"]
    return issuer is not None and (place["name"] is not None)


def who_cites(gold: Gold) -> Iterator[Json]:
    """Return who cites each numbered document; a citation that does not say whose number it means is possible."""
    cited: dict[str, Table] = defaultdict(list)
    known = {c["number"] for d, _, c in gold.citations() if identified(d, c, gold.documents)}
    for document, where, citation in gold.citations():
        # An incomplete citation of a document that is known is possible; of one that is not, it is all that there is.
        sure = identified(document, citation, gold.documents) or citation["number"] not in known
        if citation["number"]:
            cited[citation["number"]].append([where, citation["raw"], "certain" if sure else "possible"])
    for asked, rows in sorted(cited.items()):
        yield from grades_of({"document": asked}, "row words certainty", rows)


def legal_basis(gold: Gold) -> Iterator[Json]:
    """Return every document that a plan rests on or cites, with the number of its citations."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for document, _, citation in gold.citations():
        grade = "certain" if identified(document, citation, gold.documents) else "possible"
        found[document, citation["number"] or citation["raw"], grade] += 1
    rows: Table = [[document, cited, grade, times] for (document, cited, grade), times in found.items()]
    yield case({}, "doc cited certainty citations", [*rows, CURATED_BASIS])


def incomplete_citations(gold: Gold) -> Iterator[Json]:
    """Return the citations that do not say which document they mean."""
    rows: Table = [
        [where, citation["raw"]]
        for document, where, citation in gold.citations()
        if not identified(document, citation, gold.documents)
    ]
    yield case({}, "row words", rows)


def asked_value(target: list[Cell], words: str) -> str:
    """Return what a target asks for, its sign aside: the value with its unit, or the words."""
    comparator, value, unit = target
    if value:
        return f"{'<' if comparator in ('<', '<=') else ''}{value} {unit}"
    return words.lower().replace(" số ", " ") if comparator == "qualitative" else str(comparator)


def conflicting_targets(gold: Gold) -> Iterator[Json]:
    """Return the targets of what one plan states twice with different values."""
    words = {row.id: printed_targets(row.content["target_raw"]) for row in gold.rows}
    asked: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    position: dict[str, int] = defaultdict(int)
    for document, where, target in gold.stated():
        printed = words.get(where, [])
        text = printed[position[where]] if position[where] < len(printed) else ""
        position[where] += 1
        if target[0] != "none":
            asked[document, gold.item_of[where]][where].append(asked_value(target, text))
    conflicts = {key for key, places in asked.items() if len({tuple(sorted(values)) for values in places.values()}) > 1}
    rows: Table = [
        [where, *target]
        for document, where, target in gold.stated()
        if (document, gold.item_of[where]) in conflicts and target[0] != "none"
    ]
    yield case({}, "row comparator value unitLabel", rows)


def diverging_leads(gold: Gold) -> Iterator[Json]:
    """Return the rows of what two plans give to different kinds of body to lead, at each level of certainty."""
    every: Table = [[row.id, name, grade] for row in gold.rows for name, grade in row.holders("lead").items()]
    for least in ("certain", "possible"):
        shown = graded(every, least)
        yield case({"certainty": least}, "row agency certainty", of_diverging(gold, shown))


def of_diverging(gold: Gold, led: Table) -> Table:
    """Return those rows whose item has different sets of leads in different plans."""
    kinds: dict[str, dict[str, set[Cell]]] = defaultdict(lambda: defaultdict(set))
    for where, name, _ in led:
        kinds[gold.item_of[str(where)]][str(where)[:3]].add(name)
    diverging = {item for item, plans in kinds.items() if len({frozenset(names) for names in plans.values()}) > 1}
    return [row for row in led if gold.item_of[str(row[0])] in diverging]


def lead_also_coordinating(gold: Gold) -> Iterator[Json]:
    """Return the rows where a body both leads and coordinates, in both readings or in one."""
    rows: Table = []
    for row in gold.rows:
        adopted = set(row.roles["lead"]) & set(row.roles["coordinating"])
        other = set(row.other["lead"]) & set(row.other["coordinating"])
        for name in sorted(adopted | other):
            rows.append([row.id, name, "certain" if name in adopted & other else "possible"])
    yield from grades_of({}, "row agency certainty", rows)


def without_target(gold: Gold) -> Iterator[Json]:
    """Return the rows of indicators without a target: not those that head others, nor those that only ask to tell."""
    rows: Table = [
        [row.id]
        for row in gold.rows
        if all(target[0] == "none" for target in row.targets)
        and not row.content.get("is_parent")
        and not (row.document == "004" and row.content["table"] == "I")
    ]
    yield case({}, "row", rows)


def workload(gold: Gold) -> Iterator[Json]:
    """Count the rows of each body by plan, pillar and role."""
    for least in ("certain", "possible"):
        load: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in gold.rows:
            pillar = PILLARS.get(row.content["section_title"] or "", "")
            for index, role in enumerate(ROLES):
                for name, grade in row.holders(role).items():
                    if least == "possible" or grade == "certain":
                        load[name, row.document, pillar][index] += 1
        rows: Table = [[*key, *numbers] for key, numbers in load.items()]
        yield case({"certainty": least}, "agency doc pillarLabel lead coordinating guiding", rows)


def dti_groups(gold: Gold) -> Iterator[Json]:
    """Return every row whose indicator a section of the indexed plan puts into a group."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in gold.rows:
        if row.document == INDEXED_PLAN and row.content["section_title"]:
            title: str = row.content["section_title"]
            groups[gold.item_of[row.id]].add(INDEX_TITLES.get(title, title))
    yield case({}, "groupLabel row", [[group, row.id] for row in gold.rows for group in groups[gold.item_of[row.id]]])


def group_members(gold: Gold) -> Iterator[Json]:
    """Return the bodies of the group that the running text of plan 004 lists."""
    (printed,) = gold.agencies[SHARING_GROUP]["members_printed"].values()
    names = {name if name.startswith("Văn phòng") else f"Sở {name}" for name in printed}
    yield case({"group": "cac-so-ban-nganh/khanh-hoa"}, "agency", [[name] for name in names])


def successors(_: Gold) -> Iterator[Json]:
    """Return what is written by hand: the transcription knows nothing of later years."""
    yield from json.loads((TESTS / "questions" / "data" / "successors.json").read_text("utf-8"))["cases"]


QUESTIONS: tuple[Callable[[Gold], Iterator[Json]], ...] = (
    compare_plans, conflicting_targets, departments, diverging_leads, dti_groups, group_members, incomplete_citations,
    indicator_targets, lead_also_coordinating, leads_by_body, leads_by_kind, leads_by_line, legal_basis, plan_table,
    roles, successors, where_printed, who_cites, without_target, workload,
)  # fmt: skip


def written(cases: Iterable[Json]) -> str:
    """Return the text of an expected file: one row of an answer a line."""
    parts = []
    for each in cases:
        head = {key: value for key, value in each.items() if key != "rows"}
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in each["rows"])
        parts.append(json.dumps(head, ensure_ascii=False)[:-1] + f', "rows": [\n{rows}\n]}}')
    return '{"cases": [\n' + ",\n".join(parts) + "\n]}\n"


def main(arguments: list[str]) -> int:
    """Write the expected files, or check that they are fresh."""
    gold = Gold(TESTS / "gold")
    folder = TESTS / "questions" / "expected"
    texts = {folder / f"{each.__name__.replace('_', '-')}.json": written(each(gold)) for each in QUESTIONS}
    if "--check" in arguments:
        stale = [path.name for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]
        stale += [path.name for path in folder.glob("*.json") if path not in texts]
        print(f"Stale: {', '.join(stale)}" if stale else "The expected answers are fresh.")
        return 1 if stale else 0
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
