"""The server: one pool of query workers, and the tools over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from api.mcp.tools import Tools
from kg.serving.pool import Pool
from kg.settings import Settings
from kg.store.snapshot import open_current
from kg.version import VERSION

_INSTRUCTIONS: Final = (
    "chitieu is a knowledge graph of the indicators (chỉ tiêu) that Vietnamese government plans assign to agencies. "
    "Search first, then ask canned questions; cite the snapshot id with an answer; show_source tells what is printed. "
    "An answer may be certain or only possible: say which. The graph does not hold results achieved against targets."
)


def make_server(settings: Settings) -> MCPServer[None]:
    """Return the server; it starts its query workers when a client connects, and ends them with it.

    Args:
        settings: where the snapshots are, and the limits of queries.

    Raises:
        SnapshotNotFound: nothing is published.
    """
    current = partial(open_current, settings.data_dir)
    current()  # say so at once, not in the client's log, if there is none
    pool = Pool(settings, current)

    @asynccontextmanager
    async def lifespan(_: MCPServer[None]) -> AsyncIterator[None]:
        try:
            await pool.start()
            yield
        finally:
            await pool.close()

    server = MCPServer("chitieu", version=VERSION, instructions=_INSTRUCTIONS, lifespan=lifespan)
    for tool in Tools(pool).all():
        server.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return server
