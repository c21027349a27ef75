"""Targets: of a target cell, or inside a label when the table has no target column; thresholds inside labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from kg.extraction.model import Comparator, Target, Threshold
from kg.extraction.numerals import NUMBER, number
from kg.extraction.words import CAPITAL, alternation, bounded, lexicon, light, opening_words, spaced, whole_words

_MAX_UNIT_WORDS: Final = 4
_MAX_BOOLEAN_WORDS: Final = 3
_LONGEST_CELL: Final = 60
_BULLET: Final = re.compile(r"^\s*[-–—•+*●▪]\s+(?=\S)")
_END: Final = " ;.,:"
NO_TARGET: Final = Target(raw=None, comparator=Comparator.NONE)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Patterns made of `ontology/lexicon/targets.toml`, all for folded text."""

    signs: tuple[tuple[re.Pattern[str], Comparator], ...]
    suffixes: tuple[tuple[re.Pattern[str], Comparator], ...]
    entry: re.Pattern[str]
    phrase: re.Pattern[str]
    threshold: re.Pattern[str]
    frequency: re.Pattern[str]
    reach: re.Pattern[str]
    condition: re.Pattern[str]
    boolean: re.Pattern[str]
    relative: re.Pattern[str]
    minmax: re.Pattern[str]
    none: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = lexicon("targets")
    phrases, units = data["phrases"], data["units"]
    comparing = [word for entry in data["comparator"] for word in entry["words"] if word]
    suffixing = [word for entry in data["suffix"] for word in entry["words"]]
    suffix = rf"(?:\s*(?P<suffix>{alternation(suffixing)}))?"
    known = alternation(word for word in units["known"] if word != "%")
    unit = rf"(?:\s*(?P<unit>%|{known}(?!\w)))?"
    span = rf"(?P<low>{NUMBER})(?:\s*%?\s*(?:-|đến)\s*(?P<high>{NUMBER}))?"

    def lead(words: Sequence[str]) -> str:
        return rf"(?<!\w)(?P<words>(?:{bounded(words)}\s*:?\s*)*)"

    return _Lexicon(
        signs=_signs(data["comparator"]),
        suffixes=_signs(data["suffix"]),
        entry=re.compile(
            rf":?\s*{lead([*comparing, *phrases['reach']])}{span}(?:\s*(?P<percent>%))?{suffix}(?P<rest>.*)", re.DOTALL
        ),
        phrase=re.compile(rf"{lead([*comparing, *phrases['kept']])}(?<![\w.,/-]){span}{unit}{suffix}(?![\w/])"),
        threshold=re.compile(
            rf"{lead([*comparing, *phrases['kept'], *phrases['lead_in']])}(?<![\w.,/-]){span}{unit}{suffix}(?![\w/])"
        ),
        frequency=_frequency(phrases),
        reach=re.compile(rf"(?<!\w){bounded([*phrases['reach'], *':≥>≤<='])}"),
        condition=re.compile(rf"\s*{alternation(units['conditions'])}(?!\w)"),
        boolean=opening_words(data["words"]["boolean"]),
        relative=opening_words(data["words"]["relative"]),
        minmax=re.compile(alternation(data["words"]["minmax"])),
        none=frozenset(light(word) for word in data["words"]["none"]),
    )


def _signs(entries: Sequence[dict[str, object]]) -> tuple[tuple[re.Pattern[str], Comparator], ...]:
    """Return patterns for single comparing words, the longest first, each with its comparator."""
    pairs = [(word, Comparator(str(entry["sign"]))) for entry in entries for word in _strings(entry["words"]) if word]
    pairs.sort(key=lambda pair: -len(pair[0]))
    return tuple((re.compile(rf"(?<![\w<>=]){bounded([word])}(?![=<>])"), sign) for word, sign in pairs)


def _strings(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


def _frequency(phrases: dict[str, list[str]]) -> re.Pattern[str]:
    times, periods = alternation(phrases["frequency"]), alternation(phrases["periods"])
    often = rf"(?P<n1>\d+)\s*(?P<t1>{times})\s*/\s*(?P<m1>\d*)\s*(?P<p1>{periods})"
    turned = rf"(?P<m2>\d+)\s*(?P<p2>{periods})\s*/\s*(?P<n2>\d+)\s*(?P<t2>{times})"
    return re.compile(rf"(?:{alternation(phrases['frequency_lead_in'])}\s+)?(?:{often}|{turned})(?!\w)")


@lru_cache(maxsize=1024)
def _comparator(words: str, suffix: str | None) -> Comparator:
    """Return what the words before and after a number make of it: the suffix wins, else the longest word."""
    for text, signs in ((suffix or "", _lexicon().suffixes), (words, _lexicon().signs)):
        for pattern, sign in signs:
            if pattern.search(text):
                return sign
    return Comparator.EQUAL


def read_entry(printed: str) -> Target:
    """Return the target that one entry of a target cell prints.

    >>> read_entry("≥15%").comparator, read_entry("10 nghiệp vụ").unit, read_entry("Có").comparator.value
    (<Comparator.AT_LEAST: '>='>, 'nghiệp vụ', 'bool')
    """
    anchored = _anchored_entry(printed)
    if anchored is not None:
        return anchored
    phrases = [target for target in label_targets(_bare(printed)) if target.unit == "%"]
    if len(phrases) == 1 and not _lexicon().relative.match(light(_bare(printed))):
        return replace(phrases[0], raw=printed)
    return Target(raw=printed, comparator=Comparator.QUALITATIVE)


def _bare(printed: str) -> str:
    return _BULLET.sub("", printed).strip(_END)


def _anchored_entry(printed: str) -> Target | None:
    """Return the target of an entry that is a target as a whole, None when it is prose."""
    lex = _lexicon()
    bare = _bare(printed)
    folded = light(bare)
    if not folded or folded in lex.none or light(printed).strip() in lex.none:
        return Target(raw=printed, comparator=Comparator.NONE)
    if lex.minmax.search(folded):
        return Target(raw=printed, comparator=Comparator.MINMAX)
    if lex.relative.match(folded):
        return None
    numeric = _numeric_entry(printed, bare, folded)
    if numeric is None and lex.boolean.match(folded) and len(folded.split()) <= _MAX_BOOLEAN_WORDS:
        return Target(raw=printed, comparator=Comparator.BOOLEAN)
    return numeric


def _numeric_entry(printed: str, bare: str, folded: str) -> Target | None:
    found = _lexicon().entry.match(folded)
    if not found:
        return None
    rest = bare[found.start("rest") :].strip(_END)
    if found["percent"]:
        return _with_number(found, printed, "%", scope=rest or None)
    if len(rest.split()) > _MAX_UNIT_WORDS or any(c.isdigit() for c in rest) or rest.startswith("/"):
        return None
    return _with_number(found, printed, rest or None)


def _with_number(found: re.Match[str], raw: str, unit: str | None, scope: str | None = None) -> Target:
    low, high = number(found["low"]), found["high"]
    if high is not None and number(high) > low:
        return Target(raw, Comparator.RANGE, low, number(high), unit, scope=scope)
    return Target(raw, _comparator(found["words"], found["suffix"]), low, None, unit, scope=scope)


def is_target_cell(text: str) -> bool:
    """Tell whether a text looks like a target cell and like nothing else: "100%", ">=10%", "Có", "-".

    >>> is_target_cell(">=80%"), is_target_cell("80% dân số có điện thoại thông minh"), is_target_cell("Sở Nội vụ")
    (True, False, False)
    """
    target = _anchored_entry(text)
    if target is None or target.scope is not None:
        return False
    if target.comparator is not Comparator.MINMAX and len(text) > _LONGEST_CELL:
        return False
    return target.value is None or target.unit is None or not target.unit[:1].isupper()


def cell_entries(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the entries of a target cell from its lines: items of a list apart, wrapped lines joined."""
    entries: list[str] = []
    for line in lines:
        if not entries or _BULLET.match(line):
            entries.append(line)
        else:
            entries[-1] = f"{entries[-1]} {line}"
    if len(entries) == 1 and (listed := _listed(entries[0])):
        entries = listed
    if len(entries) == 1 and ";" in entries[0]:
        parts = [part for part in entries[0].split(";") if part.strip()]
        if len(parts) > 1 and all(read_entry(part).value is not None for part in parts):
            entries = parts
    return tuple(spaced(entry) for entry in entries if entry.strip())


def _listed(entry: str) -> list[str]:
    """Return the items of a list that stands on one line ("- Có kế hoạch; - Đạt 80%"); none when it is no list."""
    opened = _BULLET.match(entry)
    if not opened:
        return []
    parts = re.split(rf"(?<=\S)\s+(?={re.escape(opened[0].strip())}\s+{CAPITAL})", entry)
    return parts if len(parts) > 1 else []


def label_targets(label: str) -> tuple[Target, ...]:
    """Return the targets that a label states in its words, in order; conditions such as an age are none.

    >>> [(t.raw, t.comparator.value) for t in label_targets("Tỷ lệ dân số từ 15 tuổi trở lên có tài khoản đạt 30%;")]
    [('đạt 30%', '=')]
    """
    folded = light(label)
    return tuple(
        _with_number(found, _phrase(label, found), _unit(label, found))
        for found in _lexicon().phrase.finditer(folded)
        if _states_target(folded, found)
    )


def share_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where shares stand in a line, their comparing words included ("Trên 95%")."""
    if "%" not in text:
        return ()
    return tuple(found.span() for found in _lexicon().phrase.finditer(light(text)) if found["unit"] == "%")


def _phrase(label: str, found: re.Match[str]) -> str:
    return spaced(label[found.start() : found.end()])


def _unit(label: str, found: re.Match[str]) -> str | None:
    return label[found.start("unit") : found.end("unit")] if found["unit"] else None


def _states_target(folded: str, found: re.Match[str]) -> bool:
    if found["unit"] == "%":
        return True
    lex = _lexicon()
    after_number = found.end("high") if found["high"] else found.end("low")
    if not found["unit"] or lex.condition.match(folded, after_number):
        return False
    return bool(lex.reach.search(found["words"]) or folded[: found.start()].rstrip().endswith(":"))


def label_thresholds(label: str) -> tuple[Threshold, ...]:
    """Return the numbers inside a label that are no target of the row: a demanded speed, a frequency.

    >>> [(t.phrase, t.unit) for t in label_thresholds("phát sóng chuyên mục 1 tuần/1 lần")]
    [('1 tuần/1 lần', 'lần/tuần')]
    """
    folded = light(label)
    found = [
        Threshold(
            _phrase(label, hit),
            _comparator(hit["words"], hit["suffix"]),
            number(hit["low"]),
            _periodic(folded[: hit.start()], _unit(label, hit)),
        )
        for hit in _lexicon().threshold.finditer(folded)
        if _states_target(folded, hit)
    ]
    found.extend(_read_frequency(label, hit) for hit in _lexicon().frequency.finditer(folded))
    return tuple(found)


def _periodic(before: str, unit: str | None) -> str | None:
    """Return the unit with the period that stands right before the phrase ("trong năm đạt 20 bài": "bài/năm")."""
    periods = alternation(lexicon("targets")["phrases"]["periods"])
    period = re.search(rf"trong\s+({periods})\s*$", before)
    return f"{unit}/{period[1]}" if unit and period else unit


def _read_frequency(label: str, hit: re.Match[str]) -> Threshold:
    n, times, m, period = (
        (hit["n1"], hit["t1"], hit["m1"], hit["p1"]) if hit["n1"] else (hit["n2"], hit["t2"], hit["m2"], hit["p2"])
    )
    value = Decimal(n)
    unit = f"{times}/{period}" if m in ("", "1") else f"{times}/{m} {period}"
    return Threshold(_phrase(label, hit), Comparator.EQUAL, value, unit)


@cache
def _measures() -> re.Pattern[str]:
    return whole_words(lexicon("targets")["labels"]["measures"])


def measure_start(clause: str) -> int | None:
    """Return where the name of a measure ("tỷ lệ …") begins in a clause of running text; None if it names none."""
    found = _measures().search(light(clause))
    return found.start() if found else None
