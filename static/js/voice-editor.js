import { listeners } from "./lib/dom.js";

const QUESTION = {
  confirm: "Leave without saving?",
  confirmText: "What you changed in this voice is lost then.",
  confirmLabel: "Leave",
};
// Heard and forgotten: nothing to save.
const NOT_KEPT = new Set(["try_text", "csrfmiddlewaretoken"]);

// Knows whether something is not saved yet, and asks before it is left behind.
class VoiceEditor extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.unsaved = this.querySelector("[data-unsaved]");
    this.listening = listeners();
    const { on } = this.listening;
    on(this, "input", () => this.compare());
    on(this, "change", (event) => this.changed(event.target));
    on(this.form, "submit", () => (this.isSaving = true));
    on(document, "htmx:confirm", (event) => this.hold(event));
    on(document, "htmx:afterRequest", ({ detail }) => detail.elt === this.form && (this.isSaving = false));
    on(window, "beforeunload", (event) => this.isChanged && !this.isSaving && event.preventDefault());
    // The elements inside put themselves in order first.
    requestAnimationFrame(() => {
      this.saved = "changed" in this.dataset ? null : this.state();
    });
  }

  disconnectedCallback() {
    this.listening.end();
    this.showPicture(null);
  }

  state() {
    const entries = [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.has(name));
    return JSON.stringify(entries.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  }

  get isChanged() {
    return this.saved !== undefined && this.saved !== this.state();
  }

  compare() {
    this.unsaved.hidden = !this.isChanged;
  }

  changed(field) {
    if (field.name === "avatar") this.showPicture(field.files[0] ?? null);
    this.compare();
  }

  showPicture(file) {
    const preview = this.querySelector("[data-preview]");
    if (preview.src) URL.revokeObjectURL(preview.src);
    preview.hidden = !file;
    preview.parentElement.classList.toggle("editor__avatar--new", Boolean(file));
    if (file) preview.src = URL.createObjectURL(file);
    else preview.removeAttribute("src");
  }

  async hold(event) {
    const { elt, issueRequest } = event.detail;
    const isLeaving = elt !== this.form && elt.matches("a, form") && !elt.matches("[hx-get], [hx-post]");
    if (!isLeaving || !this.isChanged) return;
    event.preventDefault();
    if (!(await document.querySelector("confirm-dialog").ask(QUESTION))) return;
    this.isSaving = true;
    issueRequest(true);
  }
}

customElements.define("voice-editor", VoiceEditor);
