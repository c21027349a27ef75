"""Write the reference pages of the vocabulary, `ontology/reference/<language>.html`; run by `make docs`."""

from __future__ import annotations

import logging

from kg.ontology.reference import LANGUAGES, PAGES, reference_page
from kg.resources import resource


def main() -> None:
    """Write a page for each language."""
    logging.disable()  # pyLODE tells where it keeps its own vocabularies
    for language in LANGUAGES:
        page = resource(PAGES) / f"{language}.html"
        page.write_text(reference_page(language), encoding="utf-8", newline="\n")
        print(page.name)


if __name__ == "__main__":
    main()
