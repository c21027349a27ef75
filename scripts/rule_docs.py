"""Write `docs/rules.md`, the catalogue of the rules, from `shapes/rules` and the rules' examples.

python scripts/rule_docs.py            write the page
python scripts/rule_docs.py --check    exit 1 when it is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.validation.catalogue import Catalogue, Rule, load_catalogue

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "rules.md"
_HEAD: Final = """# Rules

Written by `scripts/rule_docs.py` from `shapes/rules`; what the words mean stands in [Validation](validation.md).
In messages, `{?name}` is filled with what was found. Every rule has an example on which it fires and a clean twin,
under `tests/validation/rules/`.
"""


def page(catalogue: Catalogue) -> str:
    """Return the page: a table of all rules, then a section for each."""
    return "\n".join([_HEAD, *_table(catalogue), "", *(line for rule in catalogue for line in _section(rule))])


def _table(catalogue: Catalogue) -> Iterator[str]:
    yield "| code | severity | looks at | en | vi |"
    yield "|---|---|---|---|---|"
    for rule in catalogue:
        link = f"[`{rule.code}`](#{rule.code.lower()})"
        yield f"| {link} | {rule.severity} | {rule.population.label.en} | {rule.title.en} | {rule.title.vi} |"


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {rule.code}\n"
    yield f"{rule.title.en} · *{rule.title.vi}* · {rule.severity} · looks at {rule.population.label.en}\n"
    yield f"{rule.rationale.en} *{rule.rationale.vi}*\n"
    yield f"- **Source**: {rule.source.en} · *{rule.source.vi}*"
    yield f"- **Message**: {rule.message.en} · *{rule.message.vi}*"
    yield f"- **What to do**: {rule.remedy.en} · *{rule.remedy.vi}*"
    yield f"- **Fires on**: {rule.fires.en} · *{rule.fires.vi}*"
    yield f"- **Silent on**: {rule.silent.en} · *{rule.silent.vi}*"
    yield f"- **Shown by**: {', '.join(rule.cells)}"
    yield f"- **IRI**: `{rule.iri}`\n"


def main(arguments: list[str]) -> int:
    """Write the page, or check that it is fresh."""
    fresh = page(load_catalogue())
    if "--check" in arguments:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == fresh
        print("docs/rules.md is fresh." if same else "docs/rules.md is stale.")
        return 0 if same else 1
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
