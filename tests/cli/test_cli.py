"""The command as a user calls it: real processes, real documents."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from kg.resources import resource

CORPUS = resource("corpus")
A_PLAN = min(CORPUS.glob("*.txt"))
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?row a ct:Assignment }"


def chitieu(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=env, timeout=120)


def test_help_shows_the_commands() -> None:
    shown = chitieu("--help").stdout
    for command in ("build", "extract", "validate", "query", "questions", "search", "review", "diff", "serve"):
        assert command in shown


def test_version() -> None:
    assert chitieu("--version").stdout.startswith("chitieu ")


def test_build_publishes_and_says_where(tmp_path: Path) -> None:
    done = chitieu("build", "--data", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    published = Path(done.stdout.strip())
    assert (published / "manifest.json").is_file()
    assert done.stderr.count("published: ") == 5
    counted = chitieu("query", "-e", COUNT, "--format", "csv", "--data", tmp_path / "data")
    assert counted.stdout.splitlines() == ["n", "253"]


def test_build_publishes_the_good_documents_beside_a_bad_one(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe\x00\x01binary\x00")
    done = chitieu("build", A_PLAN, bad, "--data", tmp_path / "data")
    assert done.returncode == 2
    assert "refused: " in done.stderr
    assert "bad.txt" in done.stderr
    assert (Path(done.stdout.strip()) / "dataset.nq.gz").is_file()


def test_extract_prints_json_and_nothing_else() -> None:
    done = chitieu("extract", A_PLAN)
    assert done.returncode == 0
    assert done.stderr == ""
    record = json.loads(done.stdout)
    assert {"document", "rows", "body", "group_rows", "skipped"} <= set(record)
    assert len(record["rows"]) == 28


def test_extract_writes_a_workbook(tmp_path: Path) -> None:
    done = chitieu("extract", A_PLAN, "--format", "xlsx", "--output", tmp_path / "rows.xlsx")
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "rows.xlsx").active
    assert sheet is not None
    assert sheet.max_row >= 29


def test_extract_of_a_missing_file_says_so() -> None:
    done = chitieu("extract", "no-such-file.txt")
    assert done.returncode == 2
    assert "no-such-file.txt" in done.stderr
    assert done.stdout == ""


def test_extract_of_prose_gives_no_rows_and_the_reason(tmp_path: Path) -> None:
    prose = tmp_path / "prose.txt"
    prose.write_text("Năm 2024 huyện có 12 xã, trong đó 80% số hộ có điện.\n" * 20, encoding="utf-8")
    done = chitieu("extract", prose)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "prose.txt" in done.stderr


@pytest.mark.parametrize("form", ["table", "json", "turtle", "html", "junit", "sarif"])
def test_validate_the_snapshot_in_every_format(corpus_data: Path, form: str) -> None:
    done = chitieu("validate", "--data", corpus_data, "--format", form, "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    assert "CT-" in done.stdout


def test_validate_fails_on_violations_by_default(corpus_data: Path) -> None:
    assert chitieu("validate", "--data", corpus_data).returncode == 1


def test_diff_of_two_plans_in_every_kind_of_format(corpus_data: Path) -> None:
    for form in ("table", "json", "html"):
        done = chitieu("diff", "kon-ray-2024", "4465/KH-UBND", "--data", corpus_data, "--format", form, "--lang", "en")
        assert done.returncode == 0, done.stderr
        assert "target" in done.stdout
    unknown = chitieu("diff", "xyz", "4465/KH-UBND", "--data", corpus_data)
    assert unknown.returncode == 2
    assert "no plan called 'xyz'" in unknown.stderr


def test_waived_violations_do_not_fail(corpus_data: Path, tmp_path: Path) -> None:
    found = json.loads(chitieu("validate", "--data", corpus_data, "--format", "json", "--fail-on", "never").stdout)
    rest = 'reason = "r"\nby = "b"\ndate = 2024-01-01\nexpires = 9999-12-31\n'
    entries = [
        f'[[waiver]]\nfinding = "{one["fingerprint"]}"\n{rest}'
        for one in found["findings"]
        if one["severity"] == "violation"
    ]
    (tmp_path / "waivers.toml").write_text("\n".join(entries), encoding="utf-8")
    assert chitieu("validate", "--data", corpus_data, "--waivers", tmp_path).returncode == 0


def test_validate_a_file_that_is_not_in_the_graph(corpus_data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "draft.txt"
    copy.write_text(A_PLAN.read_text(encoding="utf-8").replace("80%", "130%"), encoding="utf-8")
    done = chitieu("validate", copy, "--data", corpus_data, "--format", "json", "--lang", "en")
    assert done.returncode == 1, done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert any("130" in json.dumps(finding) for finding in findings)


def test_query_a_question_as_csv(corpus_data: Path) -> None:
    kind = "kind=phong-van-hoa-va-thong-tin"
    done = chitieu("query", "leads-by-kind", "--param", kind, "--format", "csv", "--data", corpus_data)
    assert done.returncode == 0, done.stderr
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 17


def test_query_a_file_and_a_graph(corpus_data: Path, tmp_path: Path) -> None:
    (tmp_path / "all.rq").write_text("CONSTRUCT { ?p a ct:Plan } WHERE { ?p a ct:Plan }", encoding="utf-8")
    done = chitieu("query", tmp_path / "all.rq", "--data", corpus_data)
    assert done.returncode == 0, done.stderr
    assert "ct:Plan" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "no-such-question"), "no-such-question"),
        (("query", "leads-by-kind", "--param", "kind"), "--param"),
        (("query", "leads-by-kind"), "kind"),
        (("query",), "Nothing was asked"),
        (("query", "-e", "SELECT * WHERE { ?s ?p }"), "line 1"),
        (("query", "-e", "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }"), "SERVICE"),
        (("query", "missing.rq"), "missing.rq"),
    ],
)
def test_wrong_queries_end_with_2_and_say_what_to_do(corpus_data: Path, arguments: tuple[str, ...], said: str) -> None:
    done = chitieu(*arguments, "--data", corpus_data)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_query_that_the_engine_dies_of_is_answered_with_words(corpus_data: Path) -> None:
    done = chitieu("query", "-e", "SELECT * { ?s ?p ?o } ORDER BY ?o", "--format", "csv", "--data", corpus_data)
    assert done.returncode in {0, 2}  # an engine that has learnt to sort them is welcome
    assert "Traceback" not in done.stderr
    assert "panicked" not in done.stderr


def test_questions_are_listed_in_both_languages_with_their_parameters() -> None:
    vietnamese, english = (chitieu("questions", "--lang", lang, "--format", "json").stdout for lang in ("vi", "en"))
    assert len(json.loads(vietnamese)["rows"]) == len(json.loads(english)["rows"]) >= 12
    assert vietnamese != english
    assert "certainty" in chitieu("questions", "leads-by-kind").stdout


def test_search_finds_without_diacritics(corpus_data: Path) -> None:
    done = chitieu("search", "ho so suc khoe dien tu", "--data", corpus_data, "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "hồ sơ sức khỏe điện tử" in done.stdout


def test_reading_commands_without_a_snapshot_say_build_first(tmp_path: Path) -> None:
    done = chitieu("search", "x", cwd=tmp_path)
    assert done.returncode == 2
    assert "chitieu build" in done.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = chitieu("serve", cwd=tmp_path, CHITIEU_PORT="eighty")
    assert done.returncode == 2
    assert "CHITIEU_PORT" in done.stderr


def test_a_closed_pipe_is_no_error(corpus_data: Path) -> None:
    script = "import sys; sys.argv = ['chitieu', *sys.argv[1:]]; from kg.cli import main; main()"
    everything = "SELECT * WHERE { ?s ?p ?o }"
    command = [sys.executable, "-c", script, "query", "-e", everything, "--format", "csv", "--data", str(corpus_data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_review_lists_links_and_a_build_honours_what_is_decided(corpus_data: Path, tmp_path: Path) -> None:
    listed = json.loads(chitieu("review", "--format", "json", "--data", corpus_data).stdout)
    rows = {row["printed"]: row for row in listed["rows"]}
    link, folder = rows["UBND cấp"]["link"], tmp_path / "mappings"
    decide = ("confirm", link, "ctid:agency-kind/ubnd-cap-xa", "--reason", "The next line says xã.")
    unclear = chitieu("review", "--data", corpus_data, *decide)
    assert unclear.returncode == 2
    assert "--mappings DIR or --shipped" in unclear.stderr
    done = chitieu("review", "--data", corpus_data, *decide, "--mappings", folder)
    assert done.returncode == 0, done.stderr
    assert "The next line says xã." in Path(done.stdout.strip()).read_text("utf-8")
    plan = next(CORPUS.glob("001_*.txt"))
    built = chitieu("build", plan, "--mappings", folder, "--data", tmp_path / "data")
    assert built.returncode == 0, built.stderr
    after = chitieu("review", "--format", "csv", "--data", tmp_path / "data").stdout
    assert "UBND cấp" not in {row["printed"] for row in csv.DictReader(io.StringIO(after))}
