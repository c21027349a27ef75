/** Ctrl+Enter (or Cmd+Enter) in a field sends its form, as in query editors. */
export function runOnControlEnter(): void {
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !(field instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    field.form?.requestSubmit();
  });
}
