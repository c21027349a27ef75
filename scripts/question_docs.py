"""Complete `docs/questions.md` with every canned question, its parameters and columns, from the data files themselves.

python scripts/question_docs.py            write the page
python scripts/question_docs.py --check    exit 1 when it is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.output.tables import cell
from kg.output.text import readable
from kg.questions.catalogue import questions
from kg.questions.model import Column, Parameter, Question

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "questions.md"
_MARK: Final = "<!-- What follows is written by scripts/question_docs.py. -->\n"


def page(written: str) -> str:
    """Return the page as it should be: what a person wrote of it, then a section for each question."""
    introduction, _, _ = written.partition(_MARK)
    return introduction + _MARK + "".join(map(_section, questions()))


def _section(asked: Question) -> str:
    title = f"{asked.title.en} · *{asked.title.vi}*"
    return "\n".join([f"\n## {asked.name}\n", title, "", asked.comment.en, *_details(asked), ""])


def _details(asked: Question) -> Iterator[str]:
    if asked.parameters:
        yield "\n| parameter | type | default | meaning |\n|---|---|---|---|"
        yield from map(_parameter, asked.parameters)
    yield f"\nColumns: {', '.join(map(_column, asked.columns))}."


def _parameter(parameter: Parameter) -> str:
    kind = " or ".join(f"`{choice.value}`" for choice in parameter.choices) or parameter.type.value
    shown = readable(cell(parameter.shown))
    default = f"`{shown}`" if parameter.default is not None else (f"example: `{shown}`" if shown else "any")
    return f"| `{parameter.name}`{'*' if parameter.required else ''} | {kind} | {default} | {parameter.title.en} |"


def _column(column: Column) -> str:
    values = " / ".join(choice.value for choice in column.choices)
    return f"`{column.name}`" + (f" ({values})" if values else "")


def main(arguments: list[str]) -> int:
    """Write the page, or check that it is fresh."""
    written = PAGE.read_text(encoding="utf-8")
    if "--check" in arguments:
        fresh = written == page(written)
        print("docs/questions.md is fresh." if fresh else "docs/questions.md is stale.")
        return 0 if fresh else 1
    PAGE.write_text(page(written), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
