import { isSameChain } from "./lib/chains.js";
import { listeners, tell } from "./lib/dom.js";

// A rack's presets: one takes the place of the chain, or the chain becomes one.
class EffectsPresets extends HTMLElement {
  connectedCallback() {
    this.rack = this.closest("effects-rack");
    this.choice = this.part("preset");
    this.listening = listeners();
    const { on } = this.listening;
    on(this, "click", (event) => this.press(event.target.closest("button")));
    on(this, "keydown", (event) => event.target === this.part("name") && this.hearKey(event));
    on(this.rack, "effects-changed", ({ detail }) => this.showWhichItIs(detail.chain));
    this.greet();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  // It was saved, or refused: the server has drawn it anew.
  greet() {
    const news = this.part("news").textContent.trim();
    if (news) {
      tell({ level: "success", text: news });
      this.part("save-as").focus();
    }
    if (this.querySelector("[aria-invalid]")) this.part("name").focus();
  }

  press(button) {
    if (!button) return;
    const { dataset } = button;
    if ("apply" in dataset) this.apply();
    else if ("saveAs" in dataset) this.open(this.part("saving").hidden);
    else if ("cancel" in dataset) this.open(false);
    else if ("save" in dataset) this.save();
  }

  apply() {
    const option = this.choice.selectedOptions[0];
    if (!option.value) return this.choice.focus();
    this.rack.replace(JSON.parse(option.dataset.effects), `${option.textContent} is applied.`);
    return undefined;
  }

  open(isOpen) {
    this.part("saving").hidden = !isOpen;
    this.part("save-as").setAttribute("aria-expanded", String(isOpen));
    this.part(isOpen ? "name" : "save-as").focus();
  }

  hearKey(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.open(false);
    else if (event.key !== "Enter") return;
    else this.save();
    event.preventDefault();
    event.stopPropagation();
  }

  // Not a form of its own: it lies in another one, whose fields are none of its business.
  save() {
    const values = { name: this.part("name").value, effects: JSON.stringify(this.rack.chain) };
    window.htmx.ajax("POST", this.dataset.url, { source: document.body, target: this, swap: "outerHTML", values });
  }

  showWhichItIs(chain) {
    const same = [...this.choice.options].find((each) => each.value && isSameChain(JSON.parse(each.dataset.effects), chain));
    this.choice.value = same?.value ?? "";
  }
}

customElements.define("effects-presets", EffectsPresets);
