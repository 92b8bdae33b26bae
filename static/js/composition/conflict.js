import { listeners, tell } from "../lib/dom.js";
import { sendTo } from "./saving.js";

// It was changed in two places: what is kept, one's own, what is saved, or both.
export class Conflict {
  constructor(store, dialog) {
    this.store = store;
    this.dialog = dialog;
    this.listening = listeners();
    const { on } = this.listening;
    on(dialog, "cancel", (event) => event.preventDefault());
    for (const choice of ["copy", "mine", "theirs"]) {
      on(dialog.querySelector(`[data-choose=${choice}]`), "click", () => this.choose(choice));
    }
  }

  end() {
    this.listening.end();
    if (this.dialog.open) this.dialog.close();
  }

  // `mine` is a document at `rateHz`; `theirs` is what the server answers.
  open({ mine, rateHz, theirs }) {
    this.asked = { mine, rateHz, theirs };
    if (!this.dialog.open) this.dialog.showModal();
  }

  async choose(choice) {
    const { mine, rateHz, theirs } = this.asked;
    this.busy(true);
    const made = choice === "theirs" ? { ok: true } : await this.sent(choice);
    this.busy(false);
    if (made.status === 412) return this.lookAgain();
    if (!made.ok) return tell({ level: "error", text: made.sentence });
    this.dialog.close();
    if (choice === "copy") tell({ level: "success", text: `Your version is “${made.json.name}”, among your compositions.` });
    this.store.resolve(choice === "mine" ? made.json : theirs, { mine, rateHz });
  }

  sent(choice) {
    const { mine, rateHz, theirs } = this.asked;
    const body = { timeline: mine, sample_rate_hz: rateHz };
    if (choice === "mine") return sendTo(this.store.url, { body, revision: theirs.revision });
    const name = `${theirs.name.slice(0, 100)} (my version)`;
    return sendTo("/api/compositions", { method: "POST", body: { ...body, name } });
  }

  // It went on once more while this was asked.
  async lookAgain() {
    const answer = await sendTo(this.store.url, { method: "GET" });
    if (answer.ok) this.asked.theirs = answer.json;
    tell({ level: "warning", text: "It was changed once more just now. Choose again." });
  }

  busy(isBusy) {
    for (const button of this.dialog.querySelectorAll("button")) button.disabled = isBusy;
  }
}
