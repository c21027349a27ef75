"""The names that chitieu writes into its graph: namespaces, prefixes and graph names, one place for all rooms.

`PREFIXES` is predeclared in every query that the command line and the server take.
"""

from __future__ import annotations

from typing import Final

CT: Final = "https://w3id.org/chitieu/def#"
ID: Final = "https://w3id.org/chitieu/id/"
GRAPH: Final = "https://w3id.org/chitieu/graph/"

PREFIXES: Final[dict[str, str]] = {
    "ct": CT,
    "ctid": ID,
    "ctg": GRAPH,
    "cts": "https://w3id.org/chitieu/shapes#",
    "ctq": "https://w3id.org/chitieu/question/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

REFERENCE_GRAPH: Final = GRAPH + "reference"
ONTOLOGY_GRAPH: Final = GRAPH + "ontology"
INFERRED_GRAPH: Final = GRAPH + "inferred"
FINDINGS_GRAPH: Final = GRAPH + "findings"
MAPPINGS_GRAPH: Final = GRAPH + "mappings"
QUESTIONS_GRAPH: Final = GRAPH + "questions"
VOID_GRAPH: Final = GRAPH + "void"
PLAN_GRAPH: Final = GRAPH + "plan/"


def expand(curie: str) -> str:
    """Return the IRI of a CURIE with one of our prefixes; KeyError for an unknown prefix."""
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local
