/*
 * Saving by hand in the CMS waits for the automatic saving under way. Otherwise both would make the
 * same new page, and the second be refused because the first has taken its address.
 */

const LONGEST_WAIT = 10_000;
const underWay = new Map(); // form: what to do when its automatic saving has ended
const leaving = new WeakSet();

document.addEventListener("w-autosave:save", (event) => {
  if (leaving.has(event.target)) event.preventDefault();
  else if (!underWay.has(event.target)) underWay.set(event.target, null);
});

for (const end of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(end, ({ target }) => {
    const next = underWay.get(target);
    underWay.delete(target);
    next?.();
  });
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (leaving.has(form) || !form.matches("[data-controller~=w-autosave]")) return;
    leaving.add(form);
    if (!underWay.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    underWay.set(form, () => submitOnce(form, event.submitter));
    setTimeout(() => underWay.get(form)?.(), LONGEST_WAIT);
  },
  { capture: true },
);

/* The button shows that it is working and is disabled by now, so its value is sent beside it. */
function submitOnce(form, button) {
  underWay.delete(form);
  if (button?.name) {
    const value = Object.assign(document.createElement("input"), { type: "hidden" });
    value.name = button.name;
    value.value = button.value;
    form.append(value);
  }
  form.requestSubmit();
}
