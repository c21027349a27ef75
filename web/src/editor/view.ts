// What YASR asks of a view of results, and their icons.

import { svgElement } from "../dom";

export interface ResultsView {
  readonly priority: number;
  readonly label: string;
  canHandleResults(): boolean;
  getIcon(): Element;
  draw(): void;
}

/** An icon of 24 × 24 drawn in lines. */
export function icon(path: string): Element {
  const line = svgElement("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": 2 });
  return svgElement("svg", { viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" }, line);
}
