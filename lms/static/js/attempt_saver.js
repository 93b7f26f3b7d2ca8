/*
 * Sending answers to the server, one after another, each with the sequence number it expects.
 *
 * on: what the page does at a turn of events: state(name) · saved(body) · token(token) ·
 * refused(status, body, slot)
 */

/* How long an answer rests before it is sent: while somebody types, and after a choice; ms. */
export const PAUSE = { text: 800, choice: 100 };
const RETRY = 4000;
const LONGEST_PAUSE = 60; // s

export class Saver {
  constructor({ url, sequence, token, journal, on }) {
    Object.assign(this, { url, sequence, token, journal, on });
    this.pending = new Map();
    this.pauses = new Map();
    this.unanswered = null; // the entry whose reply was lost: it may stand in the ledger
    this.running = null;
    this.held = false; // waiting for the learner's decision, or for a sign-in
    this.notBefore = 0; // the server has asked to be left alone until then
    window.addEventListener("online", () => this.flush());
  }

  get idle() {
    return !this.pending.size && !this.running;
  }

  /* Keep an answer, and send it when it has not changed for `pause` ms. */
  add(slot, answer, pause) {
    this.pending.set(slot, answer);
    this.journal.put(slot, answer, this.sequence);
    clearTimeout(this.pauses.get(slot));
    this.pauses.set(
      slot,
      setTimeout(() => this.flush(), pause),
    );
  }

  /* Send what is waiting; the promise is kept when nothing more can be sent now. */
  flush() {
    clearTimeout(this.retry);
    const wait = this.notBefore - performance.now();
    if (wait > 0 && !this.running) {
      this.retry = setTimeout(() => this.flush(), wait);
      return Promise.resolve();
    }
    this.running ??= this.work().finally(() => (this.running = null));
    return this.running;
  }

  /* Let the answers of this page count, after all that was saved elsewhere. */
  insist(sequence) {
    this.sequence = sequence;
    this.held = false;
    this.journal.rebase(sequence);
    return this.flush();
  }

  async work() {
    while (this.pending.size && !this.held) {
      this.unanswered ??= this.pending.entries().next().value;
      const [slot, answer] = this.unanswered;
      this.on.state("saving");
      if (!(await this.send(slot, answer))) return;
    }
  }

  async send(slot, answer, again = true) {
    const reply = await this.post({ slot: Number(slot), answer, sequence: this.sequence + 1 });
    if (!reply || reply.wait) {
      const wait = reply ? reply.wait : RETRY;
      this.on.state(reply ? "busy" : "offline");
      if (reply) this.notBefore = performance.now() + wait;
      this.retry = setTimeout(() => this.flush(), wait);
      return false;
    }
    const { status, body } = reply;
    if (status === 403 && body.token && again) {
      this.token = body.token;
      this.on.token(body.token);
      return this.send(slot, answer, false);
    }
    this.unanswered = null;
    if (status === 200) {
      this.sequence = body.sequence;
      this.forget(slot, answer);
      this.journal.rebase(body.sequence);
      this.on.saved(body);
      return true;
    }
    // An answer that can never be saved does not hold up the others.
    const unfit = status === 422 || status === 400;
    if (unfit) this.forget(slot, answer);
    else this.held = true;
    this.on.state("failed");
    this.on.refused(status, body, slot);
    return unfit;
  }

  /* The answer is settled, unless it has been changed on its way. */
  forget(slot, answer) {
    if (this.pending.get(slot) === answer) this.pending.delete(slot);
    this.journal.remove(slot, answer);
  }

  /*
   * Return {status, body}; {wait: ms} when the server asks for a pause; null when it could not be
   * reached or could not answer.
   */
  async post(message) {
    try {
      const response = await fetch(this.url, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(message),
      });
      if (response.status === 429) return { wait: pauseAskedFor(response) };
      if (response.status >= 500) return null;
      return { status: response.status, body: await response.json() };
    } catch {
      return null;
    }
  }

  async ask() {
    try {
      const response = await fetch(this.url, { credentials: "same-origin" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }
}

/* Return how long a reply asks to wait, in ms: a minute at most, whoever says so. */
function pauseAskedFor(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? Math.min(seconds, LONGEST_PAUSE) * 1000 : RETRY;
}
