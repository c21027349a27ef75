"""What a query must not do, told from its text before it runs: SERVICE, LOAD, updates.

pyoxigraph would fetch whatever a SERVICE names, and `SERVICE SILENT` would hide that it could not. Its parser is
freer than the grammar of SPARQL 1.1: it needs no space before or after a keyword (`1SERVICE<x>{}`), takes
`SERVICE:a{}` for a call although it reads like a prefixed name, and ends a name at its second dot. A "<" opens an IRI
or compares, which only a parser can tell. So `check_query` follows every way in which the text can be cut into tokens
and refuses a query when one of them meets a SERVICE clause. Strings, comments, IRIs, variables, language tags and
names that merely hold the word pass.

See SPARQL 1.1 Query Language, sections 10 (`ServiceGraphPattern` of the federated query extension), 19.2 (codepoint
escapes) and 19.8 (grammar).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import QueryRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE: Final = r"(?:[ \t\r\n]|\#[^\r\n]*+)"
_NAME: Final = r"[\w·\u0300-\u036f\u203f\u2040-]"
_ESCAPE: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_ECHAR: Final = r"\\[tbnrf\"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL: Final = rf"(?:{_NAME}|:|{_ESCAPE})++(?:\.++(?:{_NAME}|:|{_ESCAPE})++)?"
_LABEL: Final = rf"{_NAME}++(?:\.++{_NAME}++)*+"
_PREFIXED: Final = rf"(?:{_LABEL})?:(?:{_LOCAL})?"
_IRI: Final = r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"
_VARIABLE: Final = r"[?$][\w·\u0300-\u036f\u203f\u2040]+"

_TOKEN: Final = re.compile(
    rf"""
      (?P<space>{_SPACE}++)
    | (?P<string>'''(?:[^'\\]|{_ECHAR}|'(?!''))*+'''
              |\"\"\"(?:[^"\\]|{_ECHAR}|"(?!""))*+\"\"\"
              |'(?:[^'\\\r\n]|{_ECHAR})*+'
              |"(?:[^"\\\r\n]|{_ECHAR})*+")
    | (?P<iri>{_IRI})
    | (?P<variable>{_VARIABLE})
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:{_LABEL})
    | (?P<graph>(?i:graph|from|named){_SPACE}++{_PREFIXED})
    | (?P<name>{_PREFIXED})
    | (?P<word>{_LABEL})
    | (?P<other>[(){{}}\[\];,=|&+*/!>^]++|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SERVICE: Final = re.compile(r"service", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    rf"(?i:service){_SPACE}*+(?:(?i:silent){_SPACE}*+)?(?:{_IRI}|{_VARIABLE}|{_PREFIXED}){_SPACE}*+\{{"
)
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES: Final = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_PROLOGUE: Final = re.compile(
    rf"(?:{_SPACE}|(?i:prefix){_SPACE}*+(?:{_LABEL})?:{_SPACE}*+<[^>]*>|(?i:base){_SPACE}*+<[^>]*>)*(?P<word>[A-Za-z]*)"
)
_WORK_PER_CHARACTER: Final = 32
"""How often a character may be read before the query counts as made to keep the reader busy; honest ones need < 4."""


def check_query(query: str) -> None:
    """Let a query pass that can only read the store; refuse the others, by name.

    Args:
        query: the text of a SPARQL query, its codepoint escapes as written.

    Raises:
        QueryRefused: it calls another server (SERVICE), or is an update (LOAD, INSERT, DELETE, …).
    """
    readings = {query, _unescape(query)}
    for text in sorted(readings):
        update = _update_keyword(text)
        if update:
            raise QueryRefused(
                f"{update} is an update, and this store is read-only.",
                hint="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
            )
        if _SERVICE.search(text) and _calls_service(text):
            raise QueryRefused(
                "SERVICE is off: a query may not make chitieu call another server.",
                hint="Ask the other server yourself and bring its rows in with VALUES.",
            )


def has_dataset_clause(query: str) -> bool:
    """Tell whether a query says with FROM or FROM NAMED which graphs it wants.

    pyoxigraph lets `use_default_graph_as_union` win over FROM, so the union is only for queries without one.

    Raises:
        QueryRefused: the query is made to keep its reader busy.
    """
    return "from" in query.lower() and any(
        token.lastgroup in ("word", "graph") and token[0][:4].lower() == "from" for token in _tokens(query, forks=False)
    )


def _calls_service(text: str) -> bool:
    """Tell whether a SERVICE clause starts anywhere, whichever way `text` is cut into tokens."""
    return any(_opens_service(token) for token in _tokens(text, forks=True))


def _tokens(text: str, *, forks: bool) -> Iterator[re.Match[str]]:
    """Yield the tokens of `text`; with `forks` those of every reading, readings that meet again followed once.

    Raises:
        QueryRefused: the text makes the reader do far more work than any honest query.
    """
    todo, seen, budget = [0], {0}, _WORK_PER_CHARACTER * len(text) + 4096
    while todo:
        token = _TOKEN.match(text, todo.pop())
        if token is None:
            continue
        budget -= _work(token)
        if budget < 0:
            raise QueryRefused("The query can be read in too many ways to tell what it does.")
        yield token
        # "<" opens an IRI or compares: read on behind both.
        ends = {token.end(), token.start() + 1} if forks and token.lastgroup == "iri" else {token.end()}
        todo += ends - seen
        seen |= ends


def _opens_service(token: re.Match[str]) -> bool:
    """Tell whether a SERVICE clause starts in a token: in a word, or in the prefix of a name that could be one."""
    if token.lastgroup not in ("word", "name"):
        return False
    bare = token[0].partition(":")[0]
    return any(_CLAUSE.match(token.string, token.start() + found.start()) for found in _SERVICE.finditer(bare))


def _work(token: re.Match[str]) -> int:
    """Return how many characters were read to recognise a token, the vain search for the end of a string included."""
    start, end, text = token.start(), token.end(), token.string
    if token[0] in ("''", '""') and text[end : end + 1] == token[0][0]:
        return len(text) - start
    if token[0] in ("'", '"'):
        return (text.find("\n", end) + 1 or len(text)) - start
    if token.lastgroup in ("word", "name"):
        return len(token[0]) * (1 + len(_SERVICE.findall(token[0])))
    return len(token[0])


def _update_keyword(text: str) -> str:
    """Return the update operation that stands where a query form should, or an empty string."""
    match = _PROLOGUE.match(text)
    word = match["word"].upper() if match else ""
    return word if word in _UPDATES else ""


def _unescape(text: str) -> str:
    r"""Return `text` with its codepoint escapes (`\u0053`) replaced, those that name no character left alone."""
    return _CODEPOINT.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]
