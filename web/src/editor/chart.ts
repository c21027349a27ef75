// Results as a bar chart: a column of labels against the columns of numbers.

import type Yasr from "@zazuko/yasr";
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from "chart.js";
import { element } from "../dom";
import type { PageData, Say } from "./page";
import { numberOf, shorten } from "./terms";
import { icon, type ResultsView } from "./view";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip);

const MOST_BARS = 60;
const COLOURS = 5; // as many as editor.css has, --bar-1 and so on

export class ChartView implements ResultsView {
  readonly priority = 20;
  readonly label: string;
  private chart: Chart | undefined;

  constructor(
    private readonly yasr: Yasr,
    private readonly data: PageData,
    private readonly say: Say,
  ) {
    this.label = say("editor_chart");
  }

  canHandleResults(): boolean {
    return this.numericColumns().length > 0;
  }

  getIcon(): Element {
    return icon("M3 21h18M6 21v-8M12 21V5M18 21v-12");
  }

  draw(): void {
    this.destroy();
    const labels = this.labelColumns();
    const choice = element("select", {}, ...labels.map((name) => element("option", {}, name)));
    const label = element("label", {}, `${this.say("editor_chart_labels")} `, choice);
    const canvas = element("canvas", { role: "img", "aria-label": this.say("editor_chart_described") });
    const note = element("p", { class: "hint" });
    this.yasr.resultsEl.append(...(labels.length > 1 ? [label] : []), note, element("div", { class: "chart" }, canvas));
    const redraw = () => this.plot(canvas, note, choice.value);
    choice.addEventListener("change", redraw);
    redraw();
  }

  destroy(): void {
    this.chart?.destroy();
    this.chart = undefined;
  }

  private plot(canvas: HTMLCanvasElement, note: HTMLElement, labelColumn: string): void {
    this.destroy();
    const all = this.bindings();
    const rows = all.slice(0, MOST_BARS);
    note.textContent = all.length > rows.length ? this.say("editor_chart_first", { shown: rows.length, all: all.length }) : "";
    canvas.parentElement?.style.setProperty("height", `${Math.max(12, rows.length * 1.6 + 4)}rem`);
    const style = getComputedStyle(canvas);
    const axis = { ticks: { color: style.color }, grid: { color: style.getPropertyValue("--line") } };
    this.chart = new Chart(canvas, {
      type: "bar",
      data: {
        labels: rows.map((row, index) => this.labelled(row[labelColumn]?.value, index)),
        datasets: this.numericColumns().map((name, index) => ({
          label: name,
          data: rows.map((row) => numberOf(row[name]) ?? null),
          backgroundColor: style.getPropertyValue(`--bar-${1 + (index % COLOURS)}`),
        })),
      },
      options: {
        animation: false,
        color: style.color,
        indexAxis: "y",
        maintainAspectRatio: false,
        scales: { x: axis, y: { ...axis, ticks: { ...axis.ticks, autoSkip: false } } },
      },
    });
  }

  private labelled(value: string | undefined, index: number): string {
    const text = value ? shorten(value, this.data.prefixes) : String(index + 1);
    return text.length > 48 ? `${text.slice(0, 47)}…` : text;
  }

  private bindings() {
    return this.yasr.results?.getBindings() ?? [];
  }

  private numericColumns(): string[] {
    const rows = this.bindings();
    const names = this.yasr.results?.getVariables() ?? [];
    return names.filter((name) => rows.some((row) => numberOf(row[name]) !== undefined));
  }

  /** Columns that can name the bars, those with words for people first. */
  private labelColumns(): string[] {
    const numeric = new Set(this.numericColumns());
    const names = (this.yasr.results?.getVariables() ?? []).filter((name) => !numeric.has(name));
    return [...names.filter((name) => /label$/i.test(name)), ...names.filter((name) => !/label$/i.test(name))];
  }
}
