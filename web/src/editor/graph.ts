// Results as a graph of nodes and arrows: the triples of a CONSTRUCT or DESCRIBE, or the things of a row joined.

import type Yasr from "@zazuko/yasr";
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";
import { element, svgElement } from "../dom";
import { addressOf } from "../things";
import type { PageData, Say } from "./page";
import { shorten } from "./terms";
import { icon, type ResultsView } from "./view";

const MOST_NODES = 120;
const MOST_ARROW_LABELS = 40;
const TICKS = 300;
/** Labels are wide and low: what is laid out in a square is drawn wider. */
const STRETCH = 2.2;
const LABELS = new Set([
  "http://www.w3.org/2000/01/rdf-schema#label",
  "http://www.w3.org/2004/02/skos/core#prefLabel",
]);

interface Node extends SimulationNodeDatum {
  readonly iri: string;
}
interface Arrow extends SimulationLinkDatum<Node> {
  readonly label: string;
}
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export class GraphView implements ResultsView {
  readonly priority = 10;
  readonly label: string;

  constructor(
    private readonly yasr: Yasr,
    private readonly data: PageData,
    private readonly say: Say,
  ) {
    this.label = say("editor_graph");
  }

  canHandleResults(): boolean {
    return this.edges().length > 0;
  }

  getIcon(): Element {
    return icon("M5 5h4v4H5zM15 15h4v4h-4zM15 4h4v4h-4zM9 7h6M8 9l8 6");
  }

  draw(): void {
    const edges = this.edges();
    const iris = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))];
    const kept = new Set(iris.slice(0, MOST_NODES));
    const nodes: Node[] = [...kept].map((iri) => ({ iri }));
    const shown = edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to));
    const arrows: Arrow[] = shown.map(({ from, to, label }) => ({ source: from, target: to, label }));
    layOut(nodes, arrows);
    const count = iris.length > kept.size ? "editor_graph_first" : "editor_graph_all";
    const note = element("p", {}, this.say(count, { nodes: kept.size, all: iris.length, arrows: arrows.length }));
    const frame = element("div", { class: "graph", tabindex: 0, role: "region", "aria-label": this.label });
    frame.append(this.picture(nodes, arrows));
    this.yasr.resultsEl.append(note, frame);
    frame.scrollTo((frame.scrollWidth - frame.clientWidth) / 2, (frame.scrollHeight - frame.clientHeight) / 2);
  }

  private edges(): Edge[] {
    const statements = this.yasr.results?.getStatements() ?? [];
    if (!statements.length) return this.edgesOfRows();
    return statements
      .filter(({ object }) => object.termType === "NamedNode")
      .map(({ subject, predicate, object }) => ({
        from: subject.value,
        to: object.value,
        label: shorten(predicate.value, this.data.prefixes),
      }));
  }

  /** Joins the first thing of each row with its other things; the name of the column says how. */
  private edgesOfRows(): Edge[] {
    const edges = new Map<string, Edge>();
    for (const row of this.yasr.results?.getBindings() ?? []) {
      const [first, ...others] = Object.entries(row).filter(([, term]) => term.type === "uri");
      for (const [name, term] of others) {
        const edge = { from: first?.[1].value ?? "", to: term.value, label: name };
        edges.set(`${edge.from} ${edge.label} ${edge.to}`, edge);
      }
    }
    return [...edges.values()];
  }

  /** What things are called, as far as the result says so: by a label triple, or a column `…Label` beside theirs. */
  private names(): Map<string, string> {
    const names = new Map<string, string>();
    for (const { subject, predicate, object } of this.yasr.results?.getStatements() ?? []) {
      if (LABELS.has(predicate.value)) names.set(subject.value, object.value);
    }
    for (const row of this.yasr.results?.getBindings() ?? []) {
      for (const [name, term] of Object.entries(row)) {
        const label = row[`${name}Label`];
        if (label) names.set(term.value, label.value);
      }
    }
    return names;
  }

  private picture(nodes: readonly Node[], arrows: readonly Arrow[]): Element {
    const margin = 90;
    const [xs, ys] = [nodes.map((node) => node.x ?? 0), nodes.map((node) => node.y ?? 0)];
    const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
    const [width, height] = [Math.max(...xs) - left + margin, Math.max(...ys) - top + margin];
    const names = this.names();
    return svgElement(
      "svg",
      { viewBox: `${left} ${top} ${width} ${height}`, width, height, role: "group", "aria-label": this.label },
      arrowHead(),
      ...arrows.map((arrow) => arrowShown(arrow, arrows.length <= MOST_ARROW_LABELS)),
      ...nodes.map((node) => this.nodeShown(node, names.get(node.iri))),
    );
  }

  private nodeShown(node: Node, name: string | undefined): Element {
    const text = name ?? shorten(node.iri, this.data.prefixes);
    const short = text.length > 32 ? `${text.slice(0, 31)}…` : text;
    return svgElement(
      "a",
      { href: addressOf(node.iri), transform: `translate(${node.x ?? 0} ${node.y ?? 0})` },
      svgElement("title", {}, `${text} <${node.iri}>`),
      svgElement("circle", { r: 7 }),
      svgElement("text", { y: 22, "text-anchor": "middle" }, short),
    );
  }
}

function layOut(nodes: Node[], arrows: Arrow[]): void {
  forceSimulation(nodes)
    .force("link", forceLink<Node, Arrow>(arrows).id((node) => node.iri).distance(110))
    .force("charge", forceManyBody().strength(-300))
    .force("room", forceCollide(48).iterations(3))
    .force("x", forceX().strength(0.08))
    .force("y", forceY().strength(0.08))
    .stop()
    .tick(TICKS);
  for (const node of nodes) node.x = (node.x ?? 0) * STRETCH;
}

function arrowHead(): Element {
  const shape = svgElement("path", { d: "M0 0L10 5L0 10z" });
  const attributes = { id: "arrow", viewBox: "0 0 10 10", refX: 18, refY: 5, markerWidth: 8, markerHeight: 8 };
  return svgElement("defs", {}, svgElement("marker", { ...attributes, orient: "auto" }, shape));
}

function arrowShown(arrow: Arrow, labelled: boolean): Element {
  const [from, to] = [arrow.source as Node, arrow.target as Node]; // forceLink has put nodes in the place of names
  const [x1, y1, x2, y2] = [from.x ?? 0, from.y ?? 0, to.x ?? 0, to.y ?? 0];
  const line = svgElement("line", { x1, y1, x2, y2, "marker-end": "url(#arrow)" }, svgElement("title", {}, arrow.label));
  const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2, "text-anchor": "middle", class: "arrow" };
  return svgElement("g", {}, line, ...(labelled ? [svgElement("text", middle, arrow.label)] : []));
}
