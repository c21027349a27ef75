"""Answering strangers' queries in processes that can be killed.

    HTTP process (asyncio, `pool.Pool`)
      └── zygote (`zygote.py`; one thread; holds one snapshot in memory)
            ├── worker (`worker.py`; forked; no file, no socket of its own; capped memory; low priority)
            └── worker …

pyoxigraph has no way to stop a query that runs, so a query that is over its time is ended by ending its process. Each
worker talks to the HTTP process over one socket pair (`protocol.py`); `generation.py` is a zygote and its workers as
the HTTP process sees them; `pool.py` decides who runs when, and changes over to a new snapshot. `docs/serving.md` tells
the whole story. Linux only: `confinement.py` says what it needs of the system.
"""
