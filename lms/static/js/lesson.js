/*
 * Tells the server every half minute that a lesson is being read, and where, while the page is
 * visible. The server measures the time itself. Lessons work without this file.
 *
 * data-lesson on the body of the lesson: the address to tell ·
 * its children with an id are the places
 */

const EVERY = 30_000;
const body = document.querySelector("[data-lesson]");
const form = document.querySelector("[data-lesson-form]");
const token = form?.elements.csrfmiddlewaretoken.value;
/* When the server drew this page, in its own writing: told until it has heard. */
let opened = form?.elements.opened.value;

/* The last part whose beginning lies above the middle of the window. */
function position() {
  const middle = window.innerHeight / 2;
  const begun = [...body.children].filter(
    (part) => part.id && part.getBoundingClientRect().top < middle,
  );
  const here = begun.at(-1);
  return here && here !== body.firstElementChild ? here.id : "";
}

function message() {
  const data = new URLSearchParams({ csrfmiddlewaretoken: token, position: position() });
  if (opened) data.set("opened", opened);
  return data;
}

async function tell() {
  if (document.visibilityState !== "visible") return;
  const data = message();
  try {
    const answer = await fetch(body.dataset.lesson, {
      method: "POST",
      body: data,
      keepalive: true,
      redirect: "manual",
    });
    if (answer.ok) opened = "";
    // What the server cannot take right now it takes the next time.
    else if (answer.status < 500 && answer.status !== 429) clearInterval(timer);
  } catch {
    // The line is down; the next sign of life may get through.
  }
}

const timer = body && token ? setInterval(tell, EVERY) : undefined;

if (timer) {
  tell();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    navigator.sendBeacon(body.dataset.lesson, message());
  });
}

/* A long outline beside the text is scrolled to where the reader is; the page itself stays. */
const outline = document.querySelector(".outline-drawer");
const here = outline?.querySelector("[aria-current]");
if (here) outline.scrollTop = here.offsetTop - outline.offsetTop - outline.clientHeight / 3;
