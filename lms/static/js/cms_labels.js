/*
 * Gives the rich text and tag fields of the CMS the name of their field: their editors put an
 * element of their own beside the labelled one, and screen readers would say "edit text" alone.
 */

const NAMELESS = ["[contenteditable=true][role=textbox]", ".tagit-new > input"]
  .map((field) => `${field}:not([aria-label], [aria-labelledby])`)
  .join();
const LABEL = ":scope > label, :scope > .w-field__wrapper > label";
let isDue = false;

function nameOf(element) {
  const field = element.closest(".w-field__wrapper");
  const label = field?.parentElement?.querySelector(LABEL);
  const heading = element.closest(".w-panel")?.querySelector("[data-panel-heading-text]");
  return (label ?? heading)?.textContent.replace(/[\s*]+/g, " ").trim();
}

function nameAll() {
  isDue = false;
  for (const element of document.querySelectorAll(NAMELESS)) {
    const name = nameOf(element);
    if (name) element.setAttribute("aria-label", name);
  }
}

new MutationObserver(() => {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(nameAll);
}).observe(document.documentElement, { childList: true, subtree: true });
