/*
 * The countdown. The server says how many seconds are left; the device's own clock is never asked,
 * only its stopwatch, and that is set right at every reply of the server.
 */

const LOW = 300;

export class Clock {
  constructor(seconds, onEnd) {
    this.box = document.querySelector("[data-timer]");
    this.text = document.querySelector("[data-timer-left]");
    this.note = document.querySelector("[data-time-note]");
    this.onEnd = onEnd;
    this.ended = false;
    this.sync(seconds);
    if (this.runs) setInterval(() => this.show(), 500);
  }

  get runs() {
    return this.ends !== null;
  }

  sync(seconds) {
    this.ends = typeof seconds === "number" ? performance.now() + seconds * 1000 : null;
    if (seconds > 0) this.ended = false;
    this.show();
  }

  show() {
    if (!this.runs || !this.text) return;
    const left = Math.max(0, Math.ceil((this.ends - performance.now()) / 1000));
    const parts = [Math.floor((left % 3600) / 60), left % 60].map((n) =>
      String(n).padStart(2, "0"),
    );
    if (left >= 3600) parts.unshift(String(Math.floor(left / 3600)));
    this.text.textContent = parts.join(":");
    this.box.classList.toggle("is-low", left <= LOW);
    if (left <= LOW && left > LOW - 2) this.note.textContent = this.note.dataset.five;
    if (left <= 60 && left > 58) this.note.textContent = this.note.dataset.one;
    if (left === 0 && !this.ended) {
      this.ended = true;
      this.onEnd();
    }
  }
}
