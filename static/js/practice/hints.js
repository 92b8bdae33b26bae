const STEPS = ["count", "masked", "letters"];
const NO_MORE = "That was all that can be told without telling it.";

// Each press tells a little more: how many words, how long each is, how each begins.
export class Hints {
  constructor(desk) {
    this.desk = desk;
    this.shown = desk.part("hint");
    this.used = 0;
  }

  begin(row) {
    this.row = row;
    this.used = 0;
    this.shown.hidden = true;
    this.shown.textContent = "";
    this.button.disabled = false;
  }

  get button() {
    return this.desk.querySelector("[data-do=hint]");
  }

  next() {
    if (this.used >= STEPS.length) return this.desk.say(NO_MORE);
    this.shown.textContent = this.row.dataset[STEPS[this.used]];
    this.shown.lang = this.used ? this.row.dataset.locale : "";
    this.shown.hidden = false;
    this.used += 1;
    this.button.disabled = this.used === STEPS.length;
    if (this.button.disabled) this.desk.box.focus();
    return undefined;
  }
}
