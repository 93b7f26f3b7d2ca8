/*
 * Buttons that take the text of an element along, and one that prints the page. Without this file,
 * or where a browser has no clipboard, they stay hidden: the text can be marked by hand.
 *
 * data-copy: id of the element; data-done: what the button says for a moment · data-print
 */

const LONG_ENOUGH = 3000; // ms

/* One line for each item of a list; else the text as it stands. */
function wordsOf(element) {
  const items = [...element.querySelectorAll("li")];
  return (items.length ? items : [element]).map((part) => part.textContent.trim()).join("\n");
}

async function copy(button, words) {
  await navigator.clipboard.writeText(wordsOf(document.getElementById(button.dataset.copy)));
  const label = button.querySelector("span");
  label.textContent = button.dataset.done;
  setTimeout(() => (label.textContent = words), LONG_ENOUGH);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const words = button.querySelector("span").textContent;
    button.hidden = false;
    button.addEventListener("click", () => copy(button, words));
  }
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
