import { nextSpeaker } from "../lib/turns.js";
import { fieldOf, fieldsOf, fill, saidBy } from "./turn-row.js";

// The turns of the page in their order; what is done to them here is sent by whoever asks for it.
export class TurnList {
  constructor(element, template) {
    Object.assign(this, { element, template });
    this.made = 0;
  }

  get all() {
    return [...this.element.children];
  }

  get said() {
    return this.all.map(saidBy);
  }

  // What a turn is called until the server gives it an id, and afterwards, too.
  keyOf(turn) {
    turn.dataset.key ??= turn.dataset.turn;
    return turn.dataset.key;
  }

  withKey(key) {
    return this.all.find((turn) => this.keyOf(turn) === key);
  }

  holding(element) {
    return element?.closest?.("[data-turn]") ?? null;
  }

  placeOf(turn) {
    return this.all.indexOf(turn);
  }

  insert(position, fields, key = `new-${(this.made += 1)}`) {
    const turn = this.template.content.firstElementChild.cloneNode(true);
    turn.dataset.key = key;
    this.element.insertBefore(turn, this.all[position] ?? null);
    fill(turn, fields);
    return turn;
  }

  copy(turn) {
    return this.insert(this.placeOf(turn) + 1, fieldsOf(turn));
  }

  // What a turn behind this one begins with.
  next(turn) {
    const { speaker, profile } = nextSpeaker(this.said, turn ? this.placeOf(turn) : -1);
    return { speaker, profile_id: profile, text: "" };
  }

  move(turn, position) {
    const others = this.all.filter((each) => each !== turn);
    this.element.insertBefore(turn, others[position] ?? null);
  }

  // For the list that offers speakers while one types.
  get speakers() {
    const names = this.all.map((turn) => fieldOf(turn, "speaker").value.trim()).filter(Boolean);
    return [...new Set(names)].sort((one, other) => one.localeCompare(other));
  }
}
