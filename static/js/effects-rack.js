import { DragOrder } from "./drag-order.js";
import { effectIn, forgetProblem, isOn, moveBySlider, setEffect, settle, tidy } from "./effects-card.js";
import { summaryOf } from "./lib/chains.js";
import { listeners } from "./lib/dom.js";

// Cards of effects, and the one text of a form that they keep.
class EffectsRack extends HTMLElement {
  connectedCallback() {
    this.field = this.part("value");
    this.list = this.part("cards");
    this.listening = listeners();
    const { on } = this.listening;
    on(this, "input", (event) => this.hearInput(event.target));
    on(this, "change", (event) => this.hearChange(event.target));
    on(this, "click", (event) => this.press(event.target.closest("button")));
    on(this, "keydown", (event) => this.hearKey(event));
    new DragOrder(this.list, { draggedClass: "effect--dragged", dropped: (card) => this.dropped(card) }).follow(on);
    this.cards.forEach(settle);
    // A browser that goes back fills in what was typed: the cards are what the server sent.
    if ("isKept" in this.part("plain").dataset) this.keep();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  get cards() {
    return [...this.list.children];
  }

  get chain() {
    return this.cards.map(effectIn);
  }

  // From outside: a preset takes the place of all there is.
  replace(chain, said) {
    const cards = chain.map((effect) => this.cardOf(effect)).filter(Boolean);
    this.offerUndo(said);
    this.list.replaceChildren(...cards);
    this.keep();
  }

  // From outside: another sound's chain is shown, and there is nothing to take back.
  load(chain) {
    this.list.replaceChildren(...chain.map((effect) => this.cardOf(effect)).filter(Boolean));
    this.changed();
  }

  cardOf(effect) {
    const template = this.querySelector(`template[data-new="${CSS.escape(effect.type)}"]`);
    const card = template?.content.firstElementChild.cloneNode(true);
    if (card) setEffect(card, effect);
    return card;
  }

  hearInput(field) {
    if (!this.list.contains(field)) return;
    if ("slider" in field.dataset) moveBySlider(field);
    else forgetProblem(field);
    settle(field.closest("[data-effect]"));
    this.changed();
  }

  hearChange(field) {
    if (!this.list.contains(field)) return;
    tidy(field);
    settle(field.closest("[data-effect]"));
    this.changed();
  }

  // Enter in a field of a card is the end of a number, not of the form.
  hearKey(event) {
    if (event.key === "Enter" && event.target.matches("input") && !event.ctrlKey && !event.metaKey) event.preventDefault();
  }

  press(button) {
    if (!button) return;
    const card = button.closest("[data-effect]");
    const { dataset } = button;
    if (dataset.add) this.add(dataset.add);
    else if (dataset.move) this.move(card, dataset.move === "up" ? -1 : 1, button);
    else if ("remove" in dataset) this.remove(card);
    else if ("reset" in dataset) this.replace([], "All effects are removed.");
    else if ("undo" in dataset) this.takeBack();
  }

  add(type) {
    this.querySelector(".rack__add details").open = false;
    if (this.cards.length >= Number(this.dataset.most)) {
      this.say(`${this.dataset.most} effects are the most for one voice. Remove one first.`);
      return;
    }
    const card = this.cardOf({ type });
    this.list.append(card);
    this.changed();
    this.say(`${card.dataset.label} is added.`);
    (card.querySelector("[data-control]:not([hidden]) [data-parameter]") ?? card.querySelector("[data-on]")).focus();
  }

  move(card, by, button) {
    const { cards } = this;
    const neighbour = cards[cards.indexOf(card) + by];
    if (neighbour) neighbour[by < 0 ? "before" : "after"](card);
    button.focus();
    if (neighbour) this.changed();
    this.sayPlace(card);
  }

  remove(card) {
    const next = card.nextElementSibling ?? card.previousElementSibling;
    this.offerUndo(`${card.dataset.label} is removed.`);
    card.remove();
    this.keep();
    (next?.querySelector("[data-remove]") ?? this.querySelector(".rack__add summary")).focus();
  }

  dropped(card) {
    this.changed();
    this.sayPlace(card);
  }

  offerUndo(said) {
    this.before = this.cards;
    this.say(said);
    this.part("undo").hidden = false;
  }

  takeBack() {
    this.list.replaceChildren(...this.before);
    this.changed();
    this.say("It is as it was.");
    this.querySelector(".rack__add summary").focus();
  }

  changed() {
    this.part("undo").hidden = true;
    this.say("");
    this.keep();
  }

  keep() {
    const { chain, cards } = this;
    this.field.value = JSON.stringify(chain);
    this.part("plain").dataset.isKept = "";
    this.part("problem")?.remove();
    this.part("none").hidden = Boolean(cards.length);
    this.part("reset").hidden = !cards.length;
    const summary = this.closest("details")?.querySelector("[data-effects-summary]");
    if (summary) summary.textContent = summaryOf(cards.map((card) => ({ label: card.dataset.label, isOn: isOn(card) })));
    this.dispatchEvent(new CustomEvent("effects-changed", { bubbles: true, detail: { chain } }));
  }

  sayPlace(card) {
    const { cards } = this;
    this.say(`${card.dataset.label} is number ${cards.indexOf(card) + 1} of ${cards.length}.`);
  }

  say(text) {
    this.part("said").textContent = text;
  }
}

customElements.define("effects-rack", EffectsRack);
