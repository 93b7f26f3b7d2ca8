/*
 * The page before handing in: the same clock as beside the questions, and a word when there is no
 * line to hand in over. When the time is up, the server hands in what is there.
 */

import { Clock } from "./attempt_clock.js";

const review = document.querySelector("[data-review]");
const given = review.dataset.remaining;
export const clock = new Clock(given === "" ? null : Number(given), () =>
  window.location.assign(review.dataset.pageUrl),
);

const notice = review.querySelector('[data-notice="offline"]');
document.querySelector("[data-needs-a-line]").addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  notice.hidden = false;
  notice.scrollIntoView({ block: "center" });
});
window.addEventListener("online", () => (notice.hidden = true));
