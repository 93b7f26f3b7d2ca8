/* Sending answers to the server, one after another, each with the sequence number it expects. */

const RETRY = 4000;

export class Saver {
  constructor({ url, sequence, token, journal, on }) {
    Object.assign(this, { url, sequence, token, journal, on });
    this.pending = new Map();
    this.running = null;
    this.held = false; // waiting for the learner's decision, or for a sign-in
    window.addEventListener("online", () => this.resume());
  }

  get idle() {
    return !this.pending.size && !this.running;
  }

  add(slot, answer) {
    this.pending.set(slot, answer);
    this.journal.put(slot, answer, this.sequence);
  }

  /* Send what is waiting; the promise is kept when nothing more can be sent now. */
  flush() {
    clearTimeout(this.retry);
    this.running ??= this.work().finally(() => (this.running = null));
    return this.running;
  }

  resume() {
    if (this.pending.size && !this.held) this.flush();
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
      const [slot, answer] = this.pending.entries().next().value;
      this.on.state("saving");
      if (!(await this.send(slot, answer))) return;
    }
  }

  async send(slot, answer, again = true) {
    const reply = await this.post({ slot: Number(slot), answer, sequence: this.sequence + 1 });
    if (!reply) {
      this.on.state("offline");
      this.retry = setTimeout(() => this.resume(), RETRY);
      return false;
    }
    const { status, body } = reply;
    if (status === 200) {
      this.sequence = body.sequence;
      if (this.pending.get(slot) === answer) this.pending.delete(slot);
      this.journal.remove(slot, answer);
      this.journal.rebase(body.sequence);
      this.on.saved(body);
      return true;
    }
    if (status === 403 && body.token && again) {
      this.token = body.token;
      this.on.token(body.token);
      return this.send(slot, answer, false);
    }
    if (status === 422 || status === 400) {
      if (this.pending.get(slot) === answer) this.pending.delete(slot);
      this.journal.remove(slot, answer);
    } else {
      this.held = true;
    }
    this.on.state("failed");
    this.on.refused(status, body, slot);
    return status === 422 || status === 400;
  }

  /* Return {status, body}, or null when the server could not be reached or could not answer. */
  async post(message) {
    try {
      const response = await fetch(this.url, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(message),
      });
      if (response.status >= 500 || response.status === 429) return null;
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
