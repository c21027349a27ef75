"""The pages that are looked at: every family, and of each thing with a page of its own one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXED: Final = (
    "/",
    "/agencies",
    "/agencies/kinds",
    "/indicators",
    "/plans",
    "/documents",
    "/findings",
    "/findings/rules",
    "/questions",
    "/questions/departments",
    "/search?q=chuyển đổi số",
    "/sparql?format=html",
    "/try",
    "/about",
    "/about/limits",
)
EMPTY: Final = (
    "/agencies?q=xyzzy",
    "/indicators?q=xyzzy",
    "/plans?q=xyzzy",
    "/documents?q=xyzzy",
    "/findings?q=xyzzy",
    "/compare",
    "/search?q=xyzzy",
    "/questions/departments?year=1999",
    "/no-such-page",
)
_LISTS: Final = (
    ("/agencies", "/agencies/"),
    ("/agencies/kinds", "/agencies/kinds/"),
    ("/indicators", "/indicators/"),
    ("/plans", "/plans/"),
    ("/documents", "/documents/"),
    ("/findings", "/findings/"),
)
_NO_THINGS: Final = ("/agencies/kinds", "/findings/rules")


def pages_of(base: str, *, empty: bool = True) -> list[str]:
    """Return the addresses of the pages of a server, without its own."""
    with httpx.Client(base_url=base, headers={"Accept": "text/html"}, timeout=240) as client:
        things = list(_things(client))
        plans = [link for link in _links(client, "/plans") if link.startswith("/plans/")]
        compared = ["/compare?" + "&".join(f"plan={plan.removeprefix('/plans/')}" for plan in plans[:2])]
        source = [link for link in _links(client, plans[0]) if "cell=" in link][:1]
    return [*FIXED, *things, *compared, *source, *(EMPTY if empty else ())]


def _things(client: httpx.Client) -> Iterator[str]:
    for room, start in _LISTS:
        found = (link for link in _links(client, room) if link.startswith(start) and not link.startswith(_NO_THINGS))
        if room == "/agencies/kinds":
            found = (link for link in _links(client, room) if link.startswith(start))
        yield from list(dict.fromkeys(found))[:1]


def _links(client: httpx.Client, path: str) -> list[str]:
    page = html.fromstring(client.get(path).text)
    return [str(link).partition("#")[0] for link in page.xpath("//main//a/@href") if str(link).startswith("/")]
