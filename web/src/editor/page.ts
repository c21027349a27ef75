// What the page hands to the editor: `<script type="application/json" id="editor-data">`, written by the server.

export interface PageData {
  /** What the page says in the reader's language, by key. */
  readonly words: Readonly<Record<string, string>>;
  /** The prefixes that the server declares in every query. */
  readonly prefixes: Readonly<Record<string, string>>;
  readonly language: "vi" | "en";
}

export function readPageData(): PageData {
  const text = document.getElementById("editor-data")?.textContent;
  if (!text) throw new Error("the page lacks #editor-data");
  return JSON.parse(text) as PageData;
}

/** Says a message with its `{name}` places filled. */
export type Say = (key: string, filled?: Readonly<Record<string, string | number>>) => string;

export function speaker(words: PageData["words"]): Say {
  return (key, filled = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (place, name: string) => String(filled[name] ?? place));
}
