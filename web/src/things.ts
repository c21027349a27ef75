/** Things of the dataset have this base; a host shows them under its own `/id/`. */
const THINGS = "https://w3id.org/chitieu/id/";

/** The address under which a thing is shown here. */
export function addressOf(iri: string): string {
  return iri.startsWith(THINGS) ? `/id/${iri.slice(THINGS.length)}` : iri;
}

/** The short form of a thing's IRI, which every parameter takes and which the server shows by its name. */
export function curieOf(iri: string): string {
  return iri.startsWith(THINGS) ? `ctid:${iri.slice(THINGS.length)}` : iri;
}
