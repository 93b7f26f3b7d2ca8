/* A server that keeps a ledger as assessments/attempts/saving.py does, and fails when it is told. */

export class FakeServer {
  constructor() {
    this.entries = []; // the ledger: {slot, answer}
    this.messages = []; // what arrived, and when
    this.faults = []; // what the next messages meet, the first first
    this.takes = 50; // ms from a message to its reply
    this.underWay = 0;
    this.mostAtOnce = 0;
    window.fetch = (url, options) => this.meet(url, options);
  }

  async meet(url, { body, headers }) {
    const message = JSON.parse(body);
    this.messages.push({ ...message, at: performance.now(), token: headers["X-CSRFToken"] });
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.underWay);
    const fault = this.faults.shift();
    await new Promise((resolve) => setTimeout(resolve, this.takes));
    this.underWay -= 1;
    if (fault === "unreachable") throw new TypeError("Failed to fetch");
    const [status, reply, after = null] = Array.isArray(fault) ? fault : this.save(message);
    if (fault === "reply lost") throw new TypeError("Failed to fetch");
    // Not a Response: reading one takes real time, which the fake time does not wait for.
    const told = { get: (name) => (name === "Retry-After" ? after : null) };
    return { status, ok: status === 200, headers: told, json: async () => reply };
  }

  save({ slot, answer, sequence }) {
    const current = this.entries.length;
    const known = this.entries[sequence - 1];
    const isRepeated = known && known.slot === slot && same(known.answer, answer);
    if (sequence === current + 1) this.entries.push({ slot, answer });
    else if (!isRepeated) return [409, { sequence: current }];
    return [200, { sequence, saved_at: "9:00", remaining: null }];
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
