// A link with `data-panel="id"` leads to this page with something opened beside it (the printed source of a cell). Only
// that part is exchanged: the reader stays where they are. It gets the focus; Escape, or its link back, returns it to the
// link. Without this file the link loads the whole page.

/** The link that opened what stands in the panel. */
let opener: HTMLAnchorElement | undefined;
let shownAddress = address();

export function enhanceSourceLinks(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-panel], a.back") : null;
    if (!link) return;
    if ("panel" in link.dataset) {
      event.preventDefault();
      void follow(link);
    } else if (opener) {
      event.preventDefault();
      opener.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    const panel = document.getElementById(opener?.dataset["panel"] ?? "");
    if (event.key === "Escape" && event.target instanceof Node && panel?.contains(event.target)) opener?.focus();
  });
  addEventListener("popstate", () => {
    if (address() !== shownAddress) location.reload(); // not for `#main` and its like
  });
}

function address(): string {
  return location.pathname + location.search;
}

async function follow(link: HTMLAnchorElement): Promise<void> {
  const id = link.dataset["panel"] ?? "";
  const shown = document.getElementById(id);
  const given = shown && (await fetchPart(link.href, id));
  if (!given) {
    location.assign(link.href);
    return;
  }
  shown.replaceWith(given);
  for (const each of document.querySelectorAll("a[data-panel][aria-current]")) each.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  history.pushState(null, "", link.href);
  shownAddress = address();
  opener = link;
  given.tabIndex = -1;
  given.focus();
}

/** Fetches a page and returns the element of it with this id; null if there is none, or the page is not to be had. */
async function fetchPart(address: string, id: string): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.getElementById(id);
    return part && document.adoptNode(part);
  } catch {
    return null; // the browser shows what is wrong when it goes there itself
  }
}
