"""Tables of results, written for people and for programs: terminal, CSV, TSV, JSON, Excel, Markdown.

Answers to questions, rows of SELECT queries, hits of a search and extracted rows all become a `TableData` first; then
one writer a format serves them all. Graphs (CONSTRUCT, DESCRIBE) are serialised by `kg.store.query`.
"""
