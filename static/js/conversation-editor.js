import { Fields } from "./conversation/fields.js";
import { Hearing } from "./conversation/hearing.js";
import { Saving } from "./conversation/saving.js";
import { TurnKeys } from "./conversation/turn-keys.js";
import { TurnList } from "./conversation/turn-list.js";
import { fieldsOf, focusText, grow } from "./conversation/turn-row.js";
import { Unsaved } from "./conversation/unsaved.js";
import { DragOrder } from "./drag-order.js";
import { listeners, tell } from "./lib/dom.js";

// The turns of a conversation, written like lines of a text; every change is on its way as soon as it is made.
class ConversationEditor extends HTMLElement {
  connectedCallback() {
    this.turns = new TurnList(this.part("turns"), this.part("new-turn"));
    this.saving = new Saving(this);
    this.listening = listeners();
    const { on } = this.listening;
    this.hearing = new Hearing(this);
    this.hearing.follow(on);
    this.saving.follow(on);
    new TurnKeys(this).follow(on);
    new DragOrder(this.part("turns"), {
      draggedClass: "turn--dragged",
      begun: (turn) => (this.placeBefore = this.turns.placeOf(turn)),
      dropped: (turn) => this.turns.placeOf(turn) !== this.placeBefore && this.sendMove(turn),
    }).follow(on);
    new Fields(this).follow(on);
    on(this, "click", (event) => this.press(event));
    on(document, "htmx:load", () => this.look());
    this.unsaved = new Unsaved(this);
    this.unsaved.bringBack();
    this.turns.all.forEach(grow);
    this.look();
  }

  disconnectedCallback() {
    this.listening.end();
    this.saving.flush();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  changeTurn(element, fields) {
    const turn = this.turns.holding(element);
    this.saving.push({ kind: "change", key: this.turns.keyOf(turn), fields });
  }

  press(event) {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    const turn = this.turns.holding(button);
    if (button.closest(".menu")) button.closest(".menu").open = false;
    this[button.dataset.act](turn);
  }

  reload() {
    this.saving.reload();
  }

  addLast() {
    const last = this.turns.all.at(-1);
    this.add(last);
  }

  add(turn, fields = this.turns.next(turn)) {
    const place = turn ? this.turns.placeOf(turn) + 1 : 0;
    const added = this.turns.insert(place, fields);
    this.saving.push({ kind: "add", key: this.turns.keyOf(added), fields, position: place + 1 });
    focusText(added, 0);
    return added;
  }

  duplicate(turn) {
    const copy = this.turns.copy(turn);
    this.saving.push({ kind: "duplicate", key: this.turns.keyOf(turn), copy: this.turns.keyOf(copy) });
    focusText(copy);
  }

  moveBy(turn, by, focused = document.activeElement) {
    const place = this.turns.placeOf(turn) + by;
    if (place < 0 || place >= this.turns.all.length) return;
    this.turns.move(turn, place);
    focused?.focus?.({ preventScroll: true });
    turn.scrollIntoView({ block: "nearest" });
    this.sendMove(turn);
  }

  up(turn) {
    this.moveBy(turn, -1);
  }

  down(turn) {
    this.moveBy(turn, 1);
  }

  sendMove(turn) {
    const position = this.turns.placeOf(turn) + 1;
    this.saving.push({ kind: "move", key: this.turns.keyOf(turn), position });
    this.say(`Turn ${position} of ${this.turns.all.length}.`);
  }

  removeTurn(turn) {
    const neighbour = turn.previousElementSibling ?? turn.nextElementSibling;
    const [fields, place] = [fieldsOf(turn), this.turns.placeOf(turn)];
    turn.remove();
    this.saving.push({ kind: "remove", key: this.turns.keyOf(turn) });
    if (neighbour) focusText(neighbour);
    else this.part("add").focus();
    if (fields.text.trim()) tell({ text: "The turn is removed.", undo: () => this.putBack(place, fields) });
  }

  putBack(place, fields) {
    this.add(this.turns.all[place - 1] ?? null, fields);
  }

  play(turn) {
    this.hearing.play(turn);
  }

  look() {
    this.hearing.look();
    const bar = this.querySelector("[data-progress-words]");
    const title = document.title.replace(this.titlePrefix ?? "", "");
    this.titlePrefix = bar ? `${bar.dataset.progressWords} · ` : "";
    if (document.title !== this.titlePrefix + title) document.title = this.titlePrefix + title;
  }

  say(text) {
    document.querySelector("#announcer").textContent = text;
  }
}

customElements.define("conversation-editor", ConversationEditor);
