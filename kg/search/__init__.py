"""Find things by their Vietnamese names, with or without diacritics, on SQLite's FTS5.

`kg.search.index` reads off the graph what can be found, when a snapshot is built; `kg.search.search` finds it.
"""
