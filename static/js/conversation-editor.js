import { Hearing } from "./conversation/hearing.js";
import { Saving } from "./conversation/saving.js";
import { TurnKeys } from "./conversation/turn-keys.js";
import { TurnList } from "./conversation/turn-list.js";
import { fieldOf, fieldsOf, fill, focusText, grow } from "./conversation/turn-row.js";
import { Unsaved } from "./conversation/unsaved.js";
import { DragOrder } from "./drag-order.js";
import { isSameEffects } from "./lib/chains.js";
import { listeners, tell } from "./lib/dom.js";
import { profileOf } from "./lib/turns.js";

const AS_ITS_VOICE = "as its voice has them";

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
    // The name stands in the page's heading, outside.
    const page = this.closest(".page") ?? this;
    on(page, "input", ({ target }) => this.typed(target));
    on(page, "change", ({ target }) => this.chosen(target));
    on(this, "effects-changed", ({ target }) => this.setEffects(target.closest("[data-effects]")));
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

  typed(field) {
    if (field.matches("[data-setting]:not(select, [type=checkbox])")) return this.set(field);
    const turn = field.matches("[data-field]") && this.turns.holding(field);
    if (!turn) return undefined;
    if (field.name === "text") grow(turn);
    return this.changeTurn(turn, { [field.name]: field.value });
  }

  chosen(field) {
    if (field.matches("select[data-setting], [type=checkbox][data-setting]")) this.set(field);
    if (field.matches("[data-own-effects]")) this.setEffects(field.closest("[data-effects]"));
    if (field.matches("[data-field][name=speaker]")) this.hearSpeaker(this.turns.holding(field));
  }

  set(field) {
    const value = field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
    this.saving.push({ kind: "change", key: "settings", fields: { [field.name]: value } });
  }

  changeTurn(element, fields) {
    const turn = this.turns.holding(element);
    this.saving.push({ kind: "change", key: this.turns.keyOf(turn), fields });
  }

  // A rack that is only shown says what it has, too.
  setEffects(box) {
    const isOwn = box.querySelector("[data-own-effects]").checked;
    const chain = isOwn ? box.querySelector("[data-value]").value : "";
    if (!isOwn) box.closest("details").querySelector("[data-effects-summary]").textContent = AS_ITS_VOICE;
    if (isSameEffects(chain, box.dataset.effects)) return;
    box.dataset.effects = chain || "null";
    this.changeTurn(box, { effects: chain });
  }

  hearSpeaker(turn) {
    this.rememberVoice(turn);
    const names = this.turns.speakers.map((name) => new Option(name, name));
    this.part("speakers").replaceChildren(...names);
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
