/* The journal: answers that the server has not confirmed, kept on this device. */

export class Journal {
  constructor(attempt) {
    this.key = `attempt:${attempt}`;
  }

  entries() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  put(slot, answer, base) {
    this.write({ ...this.entries(), [slot]: { answer, base } });
  }

  /* Forget an answer once it is saved, unless it has been changed since. */
  remove(slot, answer) {
    const entries = this.entries();
    if (JSON.stringify(entries[slot]?.answer) !== JSON.stringify(answer)) return;
    delete entries[slot];
    this.write(entries);
  }

  rebase(base) {
    const entries = this.entries();
    for (const entry of Object.values(entries)) entry.base = base;
    this.write(entries);
  }

  clear() {
    this.write({});
  }

  /* Storage may be full or forbidden: then the form and the server still hold the answers. */
  write(entries) {
    try {
      if (Object.keys(entries).length) localStorage.setItem(this.key, JSON.stringify(entries));
      else localStorage.removeItem(this.key);
    } catch {
      return;
    }
  }
}
