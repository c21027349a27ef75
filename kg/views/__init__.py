"""Materialised views: tables that SPARQL defines, computed when a snapshot is published, read in milliseconds.

`model` holds the records at the door, `catalogue` reads the definitions, `content` computes and writes `views.sqlite`,
`reader` selects from it, `behind` gives the SPARQL that says the same (`docs/views.md`).
"""
