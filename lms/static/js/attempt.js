/*
 * A quiz while it is answered: every answer is saved as it is given, and kept on this device until
 * the server has confirmed it. Without this file the form's own buttons save.
 */

import * as answers from "./attempt_answers.js";
import { Clock } from "./attempt_clock.js";
import { Journal } from "./attempt_journal.js";
import { PAUSE, Saver } from "./attempt_saver.js";

const PING = 60000;

const form = document.querySelector("[data-attempt]");
const saved = document.querySelector("[data-saved]");
const questions = new Map(
  [...form.querySelectorAll("[data-question-slot]")].map((q) => [q.dataset.questionSlot, q]),
);
const atServer = new Map([...questions].map(([slot, q]) => [slot, answers.read(q)]));
const journal = new Journal(form.dataset.attempt);
let staleSequence = null;

const saver = new Saver({
  url: form.dataset.answerUrl,
  sequence: Number(form.elements.sequence.value),
  token: form.elements.csrfmiddlewaretoken.value,
  journal,
  on: {
    state: (state) => (saved.dataset.state = state),
    token: (token) => (form.elements.csrfmiddlewaretoken.value = token),
    saved: confirmSaved,
    refused: showRefusal,
  },
});

function confirmSaved({ sequence, saved_at: at, remaining }) {
  saved.querySelector("[data-saved-at]").textContent = at;
  if (!saver.pending.size) saved.dataset.state = "ok";
  form.elements.sequence.value = sequence;
  if (clock.runs) clock.sync(remaining);
  for (const box of document.querySelectorAll("[data-notice]")) box.hidden = true;
}

function showRefusal(status, body, slot) {
  if (status === 410) {
    journal.clear();
    window.location.assign(body.url);
  } else if (status === 409) {
    staleSequence = body.sequence;
    notice("stale");
  } else if (status === 401) {
    notice("signed_out");
  } else if (status === 404) {
    notice("unknown");
  } else {
    showFieldError(slot, body.message);
  }
}

function noticeBox(name) {
  return document.querySelector(`[data-notice="${name}"]`);
}

function notice(name) {
  const box = noticeBox(name);
  box.hidden = false;
  box.scrollIntoView({ block: "center" });
}

function showFieldError(slot, message) {
  const box = questions.get(slot)?.querySelector("[data-field-error]");
  if (!box) return;
  box.textContent = message;
  box.hidden = !message;
}

/* --- What the learner does ------------------------------------------------------------------ */

form.addEventListener("input", (event) => {
  const question = event.target.closest("[data-question-slot]");
  if (!question) return;
  if (event.target.name.startsWith("flag")) flag(question, event.target.checked);
  else change(question, event.target.matches("[type=text], textarea") ? PAUSE.text : PAUSE.choice);
});

function change(question, pause) {
  const slot = question.dataset.questionSlot;
  saver.add(slot, answers.read(question), pause);
  showFieldError(slot, "");
  mark(slot);
}

async function flag(question, flagged) {
  const slot = question.dataset.questionSlot;
  mark(slot);
  const reply = await saver.post({ slot: Number(slot), flagged });
  if (reply?.status === 410) showRefusal(410, reply.body, slot);
  else if (reply?.wait) setTimeout(() => flagAgain(question, flagged), reply.wait);
}

/* What was to be sent later is sent only if it still stands so. */
function flagAgain(question, flagged) {
  if (question.querySelector('[name^="flag"]')?.checked === flagged) flag(question, flagged);
}

form.addEventListener("click", (event) => {
  const button = event.target.closest('button[value^="clear-"]');
  if (!button) return;
  event.preventDefault();
  const question = button.closest("[data-question-slot]");
  answers.write(question, null);
  change(question, PAUSE.choice);
});

/* An answer on its way must arrive before the form does, or the form would look out of date. */
let ready = false;
form.addEventListener("submit", async (event) => {
  if (ready) return;
  if (!navigator.onLine) {
    event.preventDefault();
    notice("offline");
    return;
  }
  if (saver.idle) return;
  event.preventDefault();
  const longEnough = new Promise((resolve) => setTimeout(resolve, 3000));
  await Promise.race([saver.flush(), longEnough]);
  // Another window's answers are a question to the learner; without a line the form cannot leave.
  if (staleSequence !== null) return;
  if (!navigator.onLine || saved.dataset.state === "offline") {
    notice("offline");
    return;
  }
  ready = true;
  form.requestSubmit(event.submitter);
});

document.querySelector("[data-keep]").addEventListener("click", () => {
  const current = staleSequence;
  staleSequence = null;
  saver.insist(current);
});
document.querySelector("[data-reload]").addEventListener("click", () => {
  journal.clear();
  window.location.assign(form.dataset.pageUrl);
});

/* --- The palette and the count --------------------------------------------------------------- */

function mark(slot) {
  const question = questions.get(slot);
  const item = document.querySelector(`[data-question="${slot}"]`);
  if (!question || !item) return;
  const answered = answers.read(question) !== null;
  const flagged = question.querySelector('[name^="flag"]')?.checked ?? false;
  item.classList.toggle("is-answered", answered);
  item.classList.toggle("is-flagged", flagged);
  const { wordAnswered, wordOpen, wordFlagged } = form.dataset;
  const words = [answered ? wordAnswered : wordOpen, ...(flagged ? [wordFlagged] : [])];
  item.querySelector("[data-state-text]").textContent = `, ${words.join(", ")}`;
  const count = document.querySelectorAll("[data-question].is-answered").length;
  document.querySelector("[data-answered]").textContent = count;
}

/* --- Time ------------------------------------------------------------------------------------ */

const given = form.dataset.remaining;
const clock = new Clock(given === "" ? null : Number(given), timeIsUp);

async function timeIsUp() {
  await Promise.race([saver.flush(), new Promise((resolve) => setTimeout(resolve, 2000))]);
  const state = await saver.ask();
  if (state?.open && state.remaining > 0) clock.sync(state.remaining);
  else window.location.assign(form.dataset.pageUrl);
}

async function ping() {
  if (document.hidden) return;
  const state = await saver.ask();
  if (!state) return;
  if (!state.open) window.location.assign(form.dataset.pageUrl);
  if (clock.runs) clock.sync(state.remaining);
  // The session is back, as after signing in elsewhere: what was kept can be sent.
  if (saver.held && staleSequence === null) {
    saver.held = false;
    saver.flush();
  }
}

window.addEventListener("online", () => (noticeBox("offline").hidden = true));
document.addEventListener("visibilitychange", ping);
window.addEventListener("focus", ping);
setInterval(ping, PING);

/* --- What an earlier visit left on this device ----------------------------------------------- */

for (const [slot, { answer, base }] of Object.entries(journal.entries())) {
  const question = questions.get(slot);
  if (question && answers.same(atServer.get(slot), answer)) {
    journal.remove(slot, answer);
    continue;
  }
  if (question) answers.write(question, answer);
  saver.pending.set(slot, answer);
  mark(slot);
  if (base !== saver.sequence) {
    saver.held = true;
    staleSequence = saver.sequence;
  }
}
if (saver.held) notice("stale");
else saver.flush();
