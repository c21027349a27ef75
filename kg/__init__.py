"""chitieu: a knowledge graph of the indicators that Vietnamese government plans assign to agencies.

The rooms, in the order in which data goes through them (an arrow in `docs/architecture.md` for each):
`documents` → `extraction` → `curation` → `resolution` → `graph` → `store`, and beside the store `validation`,
`questions` and `search`. `pipeline` is the only module that knows the whole way; `cli` and the `api` package hold no
logic of their own.
"""

__version__ = "0.1.0"
