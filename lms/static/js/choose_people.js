/*
 * The list of people: everybody on the page at once, how many are ticked, the ticks kept while the
 * list is sorted or turned over. The form works without this file.
 */

// Longer addresses are refused by servers.
const MOST_KEPT = 150;

const form = document.querySelector("[data-choose-people]");

function choosePeople() {
  const ticks = [...form.querySelectorAll("tbody input[name=person]")];
  const others = [...form.querySelectorAll("[data-whom] input[name=person]")];
  const all = form.querySelector("[data-tick-all]");
  const box = all.querySelector("input");
  const count = form.querySelector("[data-ticked]");
  const links = [...form.querySelectorAll("a[data-keeps-choice], .pagination a[href]")];

  const codes = () =>
    [...ticks, ...others].filter((tick) => tick.checked).flatMap((tick) => tick.value.split(","));

  function keepIn(link, chosen) {
    const address = new URL(link.href);
    address.searchParams.delete("person");
    const course = form.elements.course.value;
    if (course) address.searchParams.set("course", course);
    // Official codes need no escaping; commas stay short.
    const people =
      chosen.length && chosen.length <= MOST_KEPT
        ? `&person=${chosen.map(encodeURIComponent).join(",")}`
        : "";
    link.href = `${address.pathname}?${address.searchParams}${people}${address.hash}`;
  }

  function show() {
    const here = ticks.filter((tick) => tick.checked).length;
    const chosen = codes();
    box.checked = here > 0 && here === ticks.length;
    box.indeterminate = here > 0 && here < ticks.length;
    count.textContent = `(${chosen.length})`;
    for (const link of links) keepIn(link, chosen);
  }

  box.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = box.checked;
  });
  form.addEventListener("change", (event) => {
    if (event.target === box || event.target.name === "person") {
      form.querySelector("[name=whom][value=ticked]").checked = true;
    }
    show();
  });
  all.hidden = false;
  show();
}

if (form) choosePeople();
// Coming back by the Back button, the browser has ticked again what was ticked.
window.addEventListener("pageshow", () => form?.dispatchEvent(new Event("change")));
