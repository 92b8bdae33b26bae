import { listeners } from "./lib/dom.js";
import { draftOf, keepDraft } from "./lib/drafts.js";

// The Speak page's form: counts, remembers what is typed, sends by keyboard, and starts what it gets.
class SpeakForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.form.elements.text;
    this.listening = listeners();
    const { on } = this.listening;
    this.restore();
    on(this.text, "input", () => this.typed());
    on(this, "keydown", (event) => this.hearKey(event));
    on(this, "change", ({ target }) => target.name === "voice" && this.leaveBlend());
    on(this.part("save-as"), "toggle", ({ target }) => target.open && this.form.elements.profile_name.focus());
    on(this.part("stop"), "click", () => document.querySelector("[data-stops]")?.click());
    on(this, "htmx:beforeRequest", () => this.forgetErrors());
    on(document, "click", (event) => this.tryExample(event.target.closest("[data-example]")));
    on(document, "take-started", ({ detail }) => this.play(detail.id));
    on(document, "htmx:load", () => this.offerStop());
    this.takes = new MutationObserver(() => this.offerStop());
    const list = document.querySelector("#takes");
    if (list) this.takes.observe(list, { childList: true });
    this.count();
    this.offerStop();
  }

  disconnectedCallback() {
    this.listening.end();
    this.takes.disconnect();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  restore() {
    const draft = draftOf(this.dataset.person);
    // A take's own text was asked for; a refused text is what was typed, or older.
    if (!("given" in this.text.dataset) && draft) this.text.value = draft;
  }

  typed() {
    keepDraft(this.dataset.person, this.text.value);
    this.count();
  }

  count() {
    const most = Number(this.dataset.most);
    const length = Array.from(this.text.value).length;
    this.part("count").textContent = length.toLocaleString("en");
    const isTooLong = length > most;
    this.part("count").parentElement.classList.toggle("composer__count--over", isTooLong);
    this.part("long").hidden = !isTooLong;
  }

  hearKey(event) {
    if (event.target.name === "profile_name" && !event.isComposing && this.hearName(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    const button = this.part("generate");
    if (!button.disabled) this.form.requestSubmit(button);
  }

  // The blend, perhaps that of a profile, would be heard in place of the voice that was chosen after it.
  leaveBlend() {
    this.form.elements.blend.value = "";
  }

  hearName(key) {
    if (key === "Enter") this.part("save-profile").click();
    else if (key === "Escape") this.leaveName();
    else return false;
    return true;
  }

  leaveName() {
    const details = this.part("save-as");
    details.open = false;
    details.querySelector("summary").focus();
  }

  forgetErrors() {
    for (const error of this.querySelectorAll(".field__error, [role=alert]")) error.remove();
    for (const field of this.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  }

  tryExample(button) {
    if (!button) return;
    this.text.value = button.dataset.example;
    this.typed();
    this.querySelector("voice-picker")?.preferLanguage(button.dataset.exampleLanguage);
    this.text.focus();
  }

  play(id) {
    document.querySelector(`[data-play][data-track="${id}"]`)?.click();
  }

  offerStop() {
    this.part("stop").hidden = !document.querySelector("[data-stops]");
  }
}

customElements.define("speak-form", SpeakForm);
