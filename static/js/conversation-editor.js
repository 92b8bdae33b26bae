import { Hearing } from "./conversation/hearing.js";
import { placeParts } from "./conversation/parts.js";
import { Sender } from "./conversation/sender.js";
import { TurnKeys } from "./conversation/turn-keys.js";
import { TurnList } from "./conversation/turn-list.js";
import { adopt, fieldOf, fieldsOf, fill, focusText, grow } from "./conversation/turn-row.js";
import { Unsaved } from "./conversation/unsaved.js";
import { DragOrder } from "./drag-order.js";
import { listeners, tell } from "./lib/dom.js";
import { SaveQueue } from "./lib/save-queue.js";
import { profileOf } from "./lib/turns.js";
import { keepUnsaved } from "./lib/unsaved.js";

const WORDS = { saved: "Saved", waiting: "Not saved yet", saving: "Saving…" };

// The turns of a conversation, written like lines of a text; every change is on its way as soon as it is made.
class ConversationEditor extends HTMLElement {
  connectedCallback() {
    this.turns = new TurnList(this.part("turns"), this.part("new-turn"));
    this.connectQueue();
    this.listening = listeners();
    const { on } = this.listening;
    this.hearing = new Hearing(this);
    this.hearing.follow(on);
    new TurnKeys(this).follow(on);
    new DragOrder(this.part("turns"), {
      draggedClass: "turn--dragged",
      begun: (turn) => (this.placeBefore = this.turns.placeOf(turn)),
      dropped: (turn) => this.turns.placeOf(turn) !== this.placeBefore && this.sendMove(turn),
    }).follow(on);
    // The name stands in the page's heading, outside.
    const page = this.closest(".page") ?? this;
    on(page, "input", ({ target }) => this.typed(target));
    on(page, "change", ({ target }) => this.chosen(target));
    on(this, "effects-changed", ({ target, detail }) => this.changeTurn(target, { effects: JSON.stringify(detail.chain) }));
    on(this, "click", (event) => this.press(event));
    on(document, "htmx:confirm", (event) => this.holdUntilSaved(event));
    on(document, "htmx:load", () => this.look());
    on(window, "online", () => this.queue.flush());
    on(window, "beforeunload", (event) => this.queue.pending.length && !this.isLeaving && event.preventDefault());
    this.unsaved = new Unsaved(this);
    this.unsaved.bringBack();
    this.turns.all.forEach(grow);
    this.look();
  }

  disconnectedCallback() {
    this.listening.end();
    this.queue.flush();
    document.title = this.title ?? document.title;
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  connectQueue() {
    const { url, revision } = this.dataset;
    const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    this.sender = new Sender({ url, revision, token, answered: (change, html) => this.answered(change, html) });
    this.queue = new SaveQueue({ send: (change) => this.sender.send(change), told: (queue) => this.told(queue) });
  }

  told({ state, message, pending }) {
    const shown = this.part("saved");
    shown.textContent = WORDS[state] ?? message;
    shown.dataset.state = state;
    this.part("reload").hidden = state !== "stale";
    keepUnsaved(this.dataset.id, { revision: this.sender.revision, pending });
  }

  answered(change, html) {
    const known = placeParts(html).querySelector("[data-turn]");
    if (!known) return;
    const key = change.copy ?? change.key;
    this.sender.know(key, known.dataset.turn);
    const turn = this.turns.withKey(key);
    if (turn) adopt(turn, known);
  }

  // What is sent anew by the page goes with everything that was written before it.
  async holdUntilSaved(event) {
    const { elt, issueRequest } = event.detail;
    if (!this.contains(elt) || !elt.matches("[data-when-saved]")) return;
    event.preventDefault();
    const turn = this.turns.holding(elt);
    if (!(await this.queue.flush())) return;
    if (turn) this.hearing.want(turn);
    // Saving may have drawn it anew; then the one that is there now is pressed.
    const now = turn ? turn.querySelector("[data-speak]") : document.getElementById(elt.id);
    if (elt.isConnected) issueRequest(true);
    else now?.requestSubmit();
  }

  typed(field) {
    if (field.matches("[data-setting]:not(select, [type=checkbox])")) return this.set(field);
    const turn = field.matches("[data-field]") && this.turns.holding(field);
    if (!turn) return undefined;
    if (field.name === "text") grow(turn);
    return this.changeTurn(turn, { [field.name]: field.value });
  }

  chosen(field) {
    if (field.matches("select[data-setting], [type=checkbox][data-setting]")) this.set(field);
    if (field.matches("[data-own-effects]") && !field.checked) this.changeTurn(field, { effects: "" });
    if (field.matches("[data-field][name=speaker]")) this.rememberVoice(this.turns.holding(field));
  }

  set(field) {
    const value = field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
    this.queue.push({ kind: "change", key: "settings", fields: { [field.name]: value } });
  }

  changeTurn(element, fields) {
    const turn = this.turns.holding(element);
    this.queue.push({ kind: "change", key: this.turns.keyOf(turn), fields });
  }

  // A speaker who spoke before goes on in the same voice.
  rememberVoice(turn) {
    const profile = profileOf(fieldOf(turn, "speaker").value, this.turns.said, this.turns.placeOf(turn));
    if (profile === null || profile === fieldOf(turn, "profile_id").value) return;
    fill(turn, { profile_id: profile });
    this.changeTurn(turn, { profile_id: profile });
  }

  press(event) {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    const turn = this.turns.holding(button);
    if (button.closest(".menu")) button.closest(".menu").open = false;
    this[button.dataset.act](turn);
  }

  // What waits is kept in this browser, and offered again on the page as it is now.
  reload() {
    this.isLeaving = true;
    location.reload();
  }

  addLast() {
    const last = this.turns.all.at(-1);
    this.add(last);
  }

  add(turn, fields = this.turns.next(turn)) {
    const place = turn ? this.turns.placeOf(turn) + 1 : 0;
    const added = this.turns.insert(place, fields);
    this.queue.push({ kind: "add", key: this.turns.keyOf(added), fields, position: place + 1 });
    focusText(added, 0);
    return added;
  }

  duplicate(turn) {
    const copy = this.turns.copy(turn);
    this.queue.push({ kind: "duplicate", key: this.turns.keyOf(turn), copy: this.turns.keyOf(copy) });
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
    this.queue.push({ kind: "move", key: this.turns.keyOf(turn), position });
    this.say(`Turn ${position} of ${this.turns.all.length}.`);
  }

  remove(turn) {
    const neighbour = turn.previousElementSibling ?? turn.nextElementSibling;
    const [fields, place] = [fieldsOf(turn), this.turns.placeOf(turn)];
    turn.remove();
    this.queue.push({ kind: "remove", key: this.turns.keyOf(turn) });
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
    this.title ??= document.title;
    document.title = bar ? `${bar.dataset.progressWords} · ${this.title}` : this.title;
  }

  say(text) {
    document.querySelector("#announcer").textContent = text;
  }
}

customElements.define("conversation-editor", ConversationEditor);
