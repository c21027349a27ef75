// What every page may use: nothing here is needed to read a page or to follow its links.

import "./site.css";
import { enhanceComboboxes } from "./combobox";
import { runOnControlEnter } from "./keys";
import { enhanceSourceLinks } from "./source-panel";

runOnControlEnter();
enhanceComboboxes();
enhanceSourceLinks();

// By then every script of the page has run, the editor's too: `<html data-ready>` tells whoever drives the page.
document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.dataset["ready"] = "";
});
