/*
 * Forms: a second click sends nothing, the button says that it is working, errors get the focus.
 * Every form works without this file.
 *
 * data-busy-label on a button: its words while it works
 */

const busy = new Map();

function markBusy(form, button) {
  busy.set(form, { button, words: button && [...button.childNodes] });
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.classList.add("is-busy");
  if (button.dataset.busyLabel) button.textContent = button.dataset.busyLabel;
}

function restore() {
  for (const { button, words } of busy.values()) {
    if (!button) continue;
    button.removeAttribute("aria-disabled");
    button.classList.remove("is-busy");
    button.replaceChildren(...words);
  }
  busy.clear();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (busy.has(form)) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") markBusy(form, event.submitter);
});

// Coming back by the Back button shows the page as it was left: with a working button again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) restore();
});

document.querySelector("[data-error-summary]")?.focus();
