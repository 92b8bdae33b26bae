import { listeners, tell } from "./lib/dom.js";
import { about, choicesOf, matching, voiceOf } from "./lib/voices.js";
import { VoiceSample } from "./player/voice-sample.js";

// A long select as a dialog in which voices are searched, filtered and heard. The select stays what is sent.
class VoicePicker extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select[name]");
    this.dialog = this.querySelector("dialog");
    this.list = this.part("list");
    this.search = this.part("search");
    this.voices = [...this.select.options].map(voiceOf);
    this.sample = new VoiceSample((value) => this.markHeard(value));
    this.listening = listeners();
    this.follow();
    this.fillFilters();
    this.part("label").htmlFor = "voice-button";
    this.part("label").id = "voice-label";
    this.select.hidden = true;
    this.part("closed").hidden = false;
    this.show();
  }

  disconnectedCallback() {
    this.listening.end();
    this.sample.stop();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  follow() {
    const { on } = this.listening;
    on(this.part("open"), "click", () => this.open());
    on(this.part("closed").querySelector("[data-hear]"), "click", () => this.hear(this.select.value));
    on(this.part("close-voices"), "click", () => this.dialog.close());
    on(this.dialog, "close", () => this.sample.stop());
    on(this.dialog, "click", (event) => event.target === this.dialog && this.dialog.close());
    on(this.search, "input", () => this.refresh());
    on(this.search, "keydown", (event) => this.hearKey(event));
    on(this.dialog, "change", () => this.refresh());
    on(this.list, "click", (event) => this.press(event));
    on(this.select, "change", () => this.show());
  }

  fillFilters() {
    for (const name of ["model", "language"]) {
      const filter = this.querySelector(`[data-filter=${name}]`);
      for (const choice of choicesOf(this.voices, name)) filter.add(new Option(choice, choice));
    }
  }

  get chosen() {
    return this.voices.find((voice) => voice.value === this.select.value);
  }

  show() {
    this.part("chosen-name").textContent = this.chosen?.name ?? "Choose a voice";
    this.part("chosen-about").textContent = this.chosen ? about(this.chosen) : "";
  }

  open() {
    this.search.value = "";
    this.refresh(this.select.value);
    this.dialog.showModal();
    this.search.focus();
    this.active?.scrollIntoView({ block: "center" });
  }

  refresh(active = null) {
    const narrowing = { search: this.search.value };
    for (const filter of this.querySelectorAll("[data-filter]")) narrowing[filter.dataset.filter] = filter.value;
    const found = matching(this.voices, narrowing);
    this.list.replaceChildren(...found.map((voice, at) => this.row(voice, at)));
    this.part("none").hidden = Boolean(found.length);
    this.part("found").textContent = `${found.length} of ${this.voices.length} voices`;
    this.moveTo(this.rows.find((row) => row.dataset.value === active) ?? this.rows[0]);
    this.markHeard(this.sample.playing);
  }

  row(voice, at) {
    const row = this.dialog.querySelector("template").content.firstElementChild.cloneNode(true);
    row.id = `voice-${at}`;
    row.dataset.value = voice.value;
    row.querySelector("[data-name]").textContent = voice.name;
    row.querySelector("[data-about]").textContent = about(voice);
    row.setAttribute("aria-selected", String(voice.value === this.select.value));
    return row;
  }

  get rows() {
    return [...this.list.children];
  }

  moveTo(row) {
    this.active?.classList.remove("voices__voice--active");
    this.active = row;
    row?.classList.add("voices__voice--active");
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.search.setAttribute("aria-activedescendant", row.id);
    else this.search.removeAttribute("aria-activedescendant");
  }

  hearKey(event) {
    const { rows } = this;
    const at = rows.indexOf(this.active);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    if (event.key in steps) this.moveTo(rows[Math.min(Math.max(steps[event.key], 0), rows.length - 1)]);
    else if (event.key === "Enter" && !event.isComposing) this.choose(this.active?.dataset.value);
    else if (event.key === " " && event.ctrlKey) this.hear(this.active?.dataset.value);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  press(event) {
    const row = event.target.closest("[role=option]");
    if (!row) return;
    this.moveTo(row);
    if (event.target.closest("[data-hear]")) this.hear(row.dataset.value);
    else this.choose(row.dataset.value);
  }

  choose(value) {
    if (!value) return;
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.dialog.close();
    this.part("open").focus();
  }

  // For an example in a language that the chosen voice does not speak.
  preferLanguage(tag) {
    const base = (option) => option.dataset.tag.split("-")[0];
    const wanted = tag.split("-")[0];
    if (base(this.select.selectedOptions[0]) === wanted) return;
    const options = [...this.select.options];
    const fitting = options.find(({ dataset }) => dataset.tag === tag) ?? options.find((each) => base(each) === wanted);
    if (fitting) this.choose(fitting.value);
  }

  hear(value) {
    if (!value) return;
    const at = value.indexOf("/");
    const [engine, voice] = [value.slice(0, at), value.slice(at + 1)];
    const url = this.dataset.sampleUrl.replace("_engine_", engine).replace("_voice_", encodeURIComponent(voice));
    this.sample.toggle(value, url, () => tell({ level: "error", text: "This voice can't be heard just now. Try again in a moment." }));
  }

  markHeard(value) {
    const mark = (button, own) => (button.dataset.state = value && own === value ? "playing" : "idle");
    for (const row of this.rows) mark(row.querySelector("[data-hear]"), row.dataset.value);
    mark(this.part("closed").querySelector("[data-hear]"), this.select.value);
  }
}

customElements.define("voice-picker", VoicePicker);
