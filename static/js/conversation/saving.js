import { SaveQueue } from "../lib/save-queue.js";
import { keepUnsaved } from "../lib/unsaved.js";
import { placeParts } from "./parts.js";
import { Sender } from "./sender.js";
import { adopt } from "./turn-row.js";

const WORDS = { saved: "Saved", waiting: "Not saved yet", saving: "Saving…" };

// What is changed in an editor, on its way to the server; what is asked of the server waits until all of it is there.
export class Saving {
  constructor(editor) {
    this.editor = editor;
    const { url, revision } = editor.dataset;
    const token = editor.querySelector("[name=csrfmiddlewaretoken]").value;
    this.sender = new Sender({ url, revision, token, answered: (change, html) => this.answered(change, html) });
    this.queue = new SaveQueue({ send: (change) => this.sender.send(change), told: (queue) => this.told(queue) });
  }

  follow(on) {
    on(document, "htmx:confirm", (event) => this.hold(event));
    on(window, "online", () => this.flush());
    on(window, "beforeunload", (event) => this.queue.pending.length && !this.isLeaving && event.preventDefault());
  }

  push(change) {
    this.queue.push(change);
  }

  flush() {
    return this.queue.flush();
  }

  told({ state, message, pending }) {
    const shown = this.editor.part("saved");
    shown.textContent = WORDS[state] ?? message;
    shown.dataset.state = state;
    this.editor.part("reload").hidden = state !== "stale";
    keepUnsaved(this.editor.dataset.id, { revision: this.sender.revision, pending });
  }

  answered(change, html) {
    const known = placeParts(html).querySelector("[data-turn]");
    if (!known) return;
    const key = change.copy ?? change.key;
    this.sender.know(key, known.dataset.turn);
    const turn = this.editor.turns.withKey(key);
    if (turn) adopt(turn, known);
  }

  async hold(event) {
    const { elt, issueRequest } = event.detail;
    if (!this.editor.contains(elt) || !elt.matches("[data-when-saved]")) return;
    event.preventDefault();
    const turn = this.editor.turns.holding(elt);
    if (!(await this.flush())) return;
    if (turn) this.editor.hearing.want(turn);
    // Saving may have drawn it anew; then the one that is there now is pressed.
    if (elt.isConnected) issueRequest(true);
    else (turn ? turn.querySelector("[data-speak]") : document.getElementById(elt.id))?.requestSubmit();
  }

  // What waits is kept in this browser, and offered again on the page as it is now.
  reload() {
    this.isLeaving = true;
    location.reload();
  }
}
