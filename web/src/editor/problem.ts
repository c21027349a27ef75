// Errors in words: the problem object (RFC 9457) of the server, as an alert; the place is marked in the query.

import type { Parser } from "@zazuko/yasr";
import { element } from "../dom";
import type { Say } from "./page";

interface Problem {
  readonly detail: string;
  readonly hint?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Shows an error. `mark` is told where it stands, both from 1, if the server says so. */
export function problemShown(
  error: Parser.ErrorSummary,
  say: Say,
  mark: (line: number, column: number) => void,
): HTMLElement {
  const problem = read(error, say);
  const shown = element("div", { class: "problem", role: "alert" }, element("p", {}, problem.detail));
  if (problem.line !== undefined && problem.column !== undefined) {
    shown.append(element("p", {}, say("editor_position", { line: problem.line, column: problem.column })));
    mark(problem.line, problem.column);
  }
  if (problem.hint) shown.append(element("p", {}, element("strong", {}, `${say("hint")}: `), problem.hint));
  return shown;
}

/** YASQE hands on the body of a refusal as an error's text; what is none of the server's is the browser's own. */
function read(error: Parser.ErrorSummary, say: Say): Problem {
  try {
    return JSON.parse(error.text) as Problem;
  } catch {
    return { detail: say("editor_unreachable") };
  }
}
