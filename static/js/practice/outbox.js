// Answers on their way to be scored. One is kept in this browser until the server has it, or has refused it for good:
// neither a lost connection nor a closed tab loses what was typed. Each carries a key by which it is stored once.
import { forget, recallAll, remember } from "../lib/memory.js";

export const AGAIN_MS = 15_000;

export class AnswersKept {
  constructor(person, { all = recallAll, put = remember, drop = forget } = {}) {
    this.prefix = `answer.${person}.`;
    Object.assign(this, { all, put, drop });
    this.here = new Map(); // where storage is switched off they last as long as the page
  }

  add(answer) {
    this.here.set(answer.client_key, answer);
    this.put(this.prefix + answer.client_key, JSON.stringify(answer));
  }

  remove({ client_key: key }) {
    this.here.delete(key);
    this.drop(this.prefix + key);
  }

  // The oldest first: another tab may have added some.
  list() {
    const stored = Object.values(this.all(this.prefix)).map(answerIn).filter(Boolean);
    const known = new Map([...stored, ...this.here.values()].map((answer) => [answer.client_key, answer]));
    return [...known.values()].sort((one, other) => (one.practised_at < other.practised_at ? -1 : 1));
  }
}

function answerIn(text) {
  try {
    const answer = JSON.parse(text);
    return answer?.client_key && answer?.item ? answer : null;
  } catch {
    return null;
  }
}

export class Outbox {
  // `send(answer)` tells {html} or {problem: "later" | "refused", message}; `told(answer, outcome)` hears of each.
  constructor({ kept, send, told, later = (act, ms) => setTimeout(act, ms), stop = (timer) => clearTimeout(timer) }) {
    Object.assign(this, { kept, send, told, later, stop });
    this.running = null;
  }

  get count() {
    return this.kept.list().length;
  }

  add(answer) {
    this.kept.add(answer);
    return this.flush();
  }

  flush() {
    this.running ??= this.run();
    return this.running;
  }

  async run() {
    await null; // `running` is set by then: it ends with this, also where nothing is to be sent
    this.stop(this.timer);
    for (let [answer] = this.kept.list(); answer; [answer] = this.kept.list()) {
      const outcome = await this.send(answer);
      if (outcome.problem === "later") {
        this.timer = this.later(() => this.flush(), AGAIN_MS);
        this.running = null;
        this.told(answer, outcome);
        return;
      }
      this.kept.remove(answer);
      this.told(answer, outcome);
    }
    this.running = null;
  }

  end() {
    this.stop(this.timer);
  }
}
