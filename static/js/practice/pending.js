const EVERY_MS = 2000;
const SLOW_MS = 6000;
const PATIENT_ROUNDS = 20;

// Asks for the sounds that are still being made, all at once, and no more when there are none.
export class PendingSounds {
  constructor({ url, rows, changed }) {
    Object.assign(this, { url, rows, changed });
    this.rounds = 0;
    this.schedule();
  }

  schedule() {
    if (!this.rows.pending.length || this.hasEnded) return;
    this.timer = setTimeout(() => this.ask(), this.rounds > PATIENT_ROUNDS ? SLOW_MS : EVERY_MS);
  }

  async ask() {
    this.rounds += 1;
    const ids = this.rows.pending.map(({ dataset }) => `item=${dataset.item}`);
    const answer = await fetch(`${this.url}?${ids.join("&")}`, { headers: { Accept: "application/json" } }).catch(() => null);
    const sounds = answer?.ok ? await answer.json().catch(() => ({})) : {};
    if (!this.hasEnded) for (const [id, told] of Object.entries(sounds)) this.take(this.rows.withId(id), told);
    this.schedule();
  }

  take(row, { state, src, problem }) {
    if (!row || state === "pending") return;
    Object.assign(row.dataset, { state, src, problem });
    this.changed(row);
  }

  end() {
    this.hasEnded = true;
    clearTimeout(this.timer);
  }
}
