import { unsavedOf, writtenIn } from "../lib/unsaved.js";
import { fieldOf, fill } from "./turn-row.js";

// What was written here and did not reach the server is shown again, to be put in or forgotten.
export class Unsaved {
  constructor(editor) {
    this.editor = editor;
  }

  bringBack() {
    const { id, revision } = this.editor.dataset;
    const found = unsavedOf(id);
    if (!found) return;
    // Only typed words wait that long: with nothing changed meanwhile they go where they were typed.
    const isPlain = found.pending.every(({ kind, key }) => kind === "change" && this.editor.turns.withKey(key));
    if (isPlain && found.revision === revision) found.pending.forEach((change) => this.again(change));
    else this.offer(writtenIn(found.pending));
  }

  again({ key, fields }) {
    const turn = this.editor.turns.withKey(key);
    fill(turn, fields);
    this.editor.changeTurn(turn, fields);
  }

  offer(written) {
    const box = this.editor.part("unsaved");
    const list = box.querySelector("[data-unsaved-lines]");
    list.replaceChildren(...written.map((line) => this.row(box.querySelector("template"), line)));
    box.hidden = !written.length;
    box.addEventListener("click", ({ target }) => this.press(box, target.closest("button")));
  }

  row(template, line) {
    const row = template.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-words]").textContent = line.speaker ? `${line.speaker}: ${line.text}` : line.text;
    row.line = line;
    return row;
  }

  press(box, button) {
    if (!button) return;
    const { line } = button.closest("[data-unsaved-line]");
    if ("putIn" in button.dataset) this.putIn(line);
    button.closest("[data-unsaved-line]").remove();
    box.hidden = !box.querySelector("[data-unsaved-line]");
  }

  putIn({ key, speaker, text }) {
    const turn = this.editor.turns.withKey(key);
    if (!turn) return this.editor.add(this.editor.turns.all.at(-1) ?? null, { speaker, text });
    fill(turn, { text });
    this.editor.changeTurn(turn, { text });
    return fieldOf(turn, "text").focus();
  }
}
