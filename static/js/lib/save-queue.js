// Changes on their way to the server, one after the other: each names the revision that the one before it made.
// What can't be sent stays here, and whoever shows the queue is told.
export const TYPING_MS = 600;
export const AGAIN_MS = 4000;

export class SaveQueue {
  // `send(change)` answers {} or {problem: "offline" | "stale" | "refused", message}.
  constructor({ send, told, later = (act, ms) => setTimeout(act, ms), forget = (timer) => clearTimeout(timer) }) {
    Object.assign(this, { send, told, later, forget });
    this.pending = [];
    this.idle = [];
    this.state = "saved";
  }

  // Fields of one and the same thing go together, if they did not leave yet.
  push(change) {
    const waiting = change.kind === "change" && this.waitingFor(change);
    if (waiting) waiting.fields = { ...waiting.fields, ...change.fields };
    else this.pending.push(change);
    if (this.state === "stale") return this.tell("stale", this.message);
    if (!this.sending) this.tell("waiting");
    else this.told(this);
    return this.schedule(change.kind === "change" ? TYPING_MS : 0);
  }

  // A copy has what there was when it was made: what is typed later goes after it.
  waitingFor(change) {
    const last = this.pending.findLast((each) => each.key === change.key && each.kind !== "move");
    return last !== this.sending && (last?.kind === "change" || last?.kind === "add") ? last : null;
  }

  schedule(ms) {
    this.forget(this.timer);
    this.timer = this.later(() => this.run(), ms);
  }

  // Answers when nothing waits any more: true where all of it is saved.
  flush() {
    if (!this.pending.length || this.state === "stale") return Promise.resolve(this.state !== "stale");
    const ended = new Promise((done) => this.idle.push(done));
    this.schedule(0);
    return ended;
  }

  async run() {
    if (this.sending || this.state === "stale") return;
    this.refusal = "";
    while (this.pending.length) {
      [this.sending] = this.pending;
      this.tell("saving");
      const { problem = "", message = "" } = await this.send(this.sending);
      this.sending = null;
      if (problem === "offline" || problem === "stale") return this.stop(problem, message);
      if (problem) this.refusal = message;
      this.pending.shift();
    }
    this.tell(this.refusal ? "refused" : "saved", this.refusal);
    this.release(!this.refusal);
  }

  stop(problem, message) {
    this.tell(problem, message);
    this.release(false);
    if (problem === "offline") this.schedule(AGAIN_MS);
  }

  release(isSaved) {
    this.idle.splice(0).forEach((done) => done(isSaved));
  }

  tell(state, message = "") {
    Object.assign(this, { state, message });
    this.told(this);
  }
}
