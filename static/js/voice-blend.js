import { listeners, tell } from "./lib/dom.js";
import { partsOf, recipeOf, sharesOf, withVoice, withoutVoice } from "./lib/blends.js";
import { VoiceSample } from "./player/voice-sample.js";

const SETTLED_MS = 300;

// Sliders that write a recipe of voices, each change heard at once. The recipe stays what is sent.
class VoiceBlend extends HTMLElement {
  connectedCallback() {
    this.recipe = this.querySelector("[name=blend]");
    this.select = this.closest("form").elements.voice;
    this.add = this.part("add");
    this.parts = [];
    this.sample = new VoiceSample((playing) => this.markHeard(playing));
    this.listening = listeners();
    const { on } = this.listening;
    on(this.select, "change", () => this.changeVoice());
    on(this.add, "change", () => this.addVoice());
    on(this.recipe, "input", () => this.read());
    on(this.part("parts"), "input", (event) => this.weigh(event.target));
    on(this.part("parts"), "click", (event) => this.remove(event.target.closest("[data-remove]")));
    on(this.part("hear-blend"), "click", () => this.hear());
    this.part("mixer").hidden = false;
    this.changeVoice();
  }

  disconnectedCallback() {
    clearTimeout(this.settling);
    this.listening.end();
    this.sample.stop();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  // The voices that can be mixed with the chosen one, by their engine's own names.
  get voices() {
    const options = [...this.select.options].filter(({ dataset }) => dataset.blends && dataset.blends === this.engine);
    return new Map(options.map((option) => [ownName(option.value), option.dataset]));
  }

  changeVoice() {
    const engine = this.select.selectedOptions[0]?.dataset.blends ?? "";
    const isAnother = engine !== this.engine;
    this.engine = engine;
    this.hidden = !engine;
    this.recipe.disabled = !engine; // what is not there is not sent, and comes back with its engine
    if (isAnother) this.offerVoices();
    this.read();
  }

  offerVoices() {
    const [first] = this.add.options;
    const groups = Map.groupBy ? Map.groupBy(this.voices, ([, { language }]) => language) : new Map([["", this.voices]]);
    this.add.replaceChildren(first);
    for (const [language, voices] of groups) {
      const group = document.createElement("optgroup");
      group.label = language || "Voices";
      for (const [name, { name: title, gender }] of voices) {
        group.append(new Option([title, gender].filter(Boolean).join(" · "), name));
      }
      this.add.append(group);
    }
  }

  read() {
    const known = [...this.voices.keys()];
    const { parts, problem = "" } = partsOf(this.recipe.value, { known, most: this.most });
    this.parts = parts;
    this.part("problem").textContent = problem;
    this.part("problem").hidden = !problem || !this.engine;
    this.draw();
  }

  get most() {
    return Number(this.dataset.most);
  }

  draw() {
    const { voices } = this;
    this.part("parts").replaceChildren(...this.parts.map((part) => this.row(part, voices.get(part.name)?.name ?? part.name)));
    this.showShares();
  }

  row({ name, weight }, title) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.name = name;
    row.querySelector("[data-name]").textContent = title;
    const slider = row.querySelector("[data-weight]");
    slider.value = weight;
    slider.setAttribute("aria-label", `Share of ${title}`);
    row.querySelector("[data-remove]").setAttribute("aria-label", `Remove ${title} from the blend`);
    return row;
  }

  showShares() {
    const shares = sharesOf(this.parts);
    const rows = [...this.part("parts").children];
    for (const [at, row] of rows.entries()) {
      row.querySelector("[data-share]").textContent = `${shares[at]} %`;
      row.querySelector("[data-weight]").setAttribute("aria-valuetext", `${shares[at]} percent`);
    }
    this.add.disabled = this.parts.length >= this.most;
    for (const name of ["hear-blend", "follow-row"]) this.part(name).hidden = !this.parts.length;
  }

  weigh(slider) {
    const part = this.parts.find(({ name }) => name === slider.closest("li").dataset.name);
    part.weight = Number(slider.value);
    this.showShares();
    this.write();
  }

  addVoice() {
    if (!this.add.value) return;
    const alone = ownName(this.select.value);
    this.parts = withVoice(this.parts, this.add.value, { alone, most: this.most });
    this.add.value = "";
    this.draw();
    this.write();
    this.part("parts").lastElementChild?.querySelector("[data-weight]").focus();
  }

  remove(button) {
    if (!button) return;
    this.parts = withoutVoice(this.parts, button.closest("li").dataset.name);
    this.draw();
    this.write();
    this.add.focus();
  }

  write() {
    this.recipe.value = recipeOf(this.parts);
    this.part("problem").hidden = true;
    this.recipe.dispatchEvent(new Event("change", { bubbles: true }));
    clearTimeout(this.settling);
    if (!this.part("follow").checked || !this.recipe.value) return this.sample.stop();
    this.settling = setTimeout(() => this.hear({ isAnew: true }), SETTLED_MS);
  }

  // One that is still being made is given up when the next begins.
  hear({ isAnew = false } = {}) {
    const recipe = this.recipe.value;
    if (!recipe || (isAnew && this.sample.playing === recipe)) return;
    const url = this.dataset.sampleUrl.replace("_engine_", this.engine).replace("_voice_", encodeURIComponent(recipe));
    this.sample.toggle(recipe, url, () => tell({ level: "error", text: "This blend can't be heard just now. Try again in a moment." }));
  }

  markHeard(playing) {
    this.part("hear-blend").dataset.state = playing ? "playing" : "idle";
  }
}

function ownName(value) {
  return value.slice(value.indexOf("/") + 1);
}

customElements.define("voice-blend", VoiceBlend);
