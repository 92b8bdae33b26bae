import { actionOfKey } from "../lib/turns.js";
import { caretIn, fieldOf, fieldsOf, fill, focusText, saidBy } from "./turn-row.js";

// A conversation is written as a text is: what the keys of an editor do to its turns.
export class TurnKeys {
  constructor(editor) {
    this.editor = editor;
  }

  follow(on) {
    on(this.editor, "keydown", (event) => this.hear(event));
  }

  hear(event) {
    const turn = this.editor.turns.holding(event.target);
    if (!turn || event.isComposing || event.target.closest("effects-rack, dialog")) return;
    if (event.target.matches("[data-grip]")) return this.hearGrip(event, turn);
    const action = actionOfKey(event, caretIn(event.target));
    if (action && this.act(action, turn, event.target) !== false) event.preventDefault();
    // Enter behind a name is the beginning of what is said; a form would be sent.
    else if (event.key === "Enter" && event.target.matches("input[data-field]")) this.leaveName(event, turn);
    return undefined;
  }

  hearGrip(event, turn) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.editor.moveBy(turn, by, event.target);
  }

  leaveName(event, turn) {
    event.preventDefault();
    focusText(turn);
  }

  act(action, turn, field) {
    const { editor } = this;
    if (action === "add") return editor.add(turn);
    if (action === "split") return this.split(turn, field);
    if (action === "join") return this.join(turn);
    if (action === "before" || action === "after") return this.go(turn, action);
    if (action === "remove") return editor.turns.all.length > 1 && editor.removeTurn(turn);
    if (action === "move-up") return editor.moveBy(turn, -1);
    if (action === "move-down") return editor.moveBy(turn, 1);
    return editor[action](turn);
  }

  go(turn, where) {
    const other = where === "before" ? turn.previousElementSibling : turn.nextElementSibling;
    if (!other) return false;
    return focusText(other, where === "before" ? Infinity : 0);
  }

  // The same person goes on in a turn of its own.
  split(turn, field) {
    const [said, rest] = [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];
    this.write(turn, said.trimEnd());
    this.editor.add(turn, { ...fieldsOf(turn), text: rest.trimStart() });
  }

  // With what the same person said before; two people stay apart.
  join(turn) {
    const before = turn.previousElementSibling;
    if (!before || JSON.stringify(saidBy(before)) !== JSON.stringify(saidBy(turn))) return false;
    const [first, second] = [before, turn].map((each) => fieldOf(each, "text").value);
    const glue = first && !/\s$/.test(first) ? " " : "";
    this.write(turn, "");
    this.editor.removeTurn(turn);
    this.write(before, first + glue + second);
    return focusText(before, first.length + glue.length);
  }

  write(turn, text) {
    fill(turn, { text });
    this.editor.changeTurn(turn, { text });
  }
}
