import { listeners } from "./lib/dom.js";
import { describeFiles, sortOut } from "./lib/files.js";

// Files dropped or chosen: named, checked before they travel, and their way shown. The input stays the input.
class DropZone extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.listening = listeners();
    const { on } = this.listening;
    on(this.input, "change", () => this.take());
    for (const type of ["dragenter", "dragover"]) on(this, type, (event) => this.hover(event, true));
    on(this, "dragleave", (event) => this.contains(event.relatedTarget) || this.hover(event, false));
    on(this, "drop", (event) => this.drop(event));
    // A file that misses the zone must not replace the page.
    for (const type of ["dragover", "drop"]) on(document, type, (event) => event.preventDefault());
    this.follow(this.closest("form"));
  }

  disconnectedCallback() {
    this.listening.end();
  }

  follow(form) {
    if (!form) return;
    const { on } = this.listening;
    on(form, "htmx:xhr:progress", (event) => this.progressed(event.detail));
    on(form, "htmx:beforeRequest", () => (this.isSent = false));
    on(form, "htmx:afterRequest", () => (this.part("progress").hidden = true));
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  hover(event, isOver) {
    event.preventDefault();
    this.classList.toggle("is-over", isOver);
  }

  drop(event) {
    this.hover(event, false);
    const files = [...event.dataTransfer.files];
    if (!files.length) return;
    this.choose(this.input.multiple ? files : files.slice(0, 1));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  choose(files) {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    this.input.files = chosen.files;
  }

  take() {
    const maxBytes = Number(this.dataset.maxBytes) || Infinity;
    const { good, problems } = sortOut([...this.input.files], { accept: this.input.accept, maxBytes });
    this.part("problem").textContent = problems.join(" ");
    this.part("problem").hidden = !problems.length;
    this.part("files").textContent = describeFiles(good);
    if (problems.length) this.choose(good);
    if (good.length && "autoSubmit" in this.dataset) this.send(problems);
  }

  send(problems) {
    // The answer replaces this zone and what it says: what was left out must outlive it.
    for (const text of problems) {
      this.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text, level: "error" } }));
    }
    this.closest("form").requestSubmit();
  }

  progressed({ loaded, total, lengthComputable }) {
    // The answer's own progress comes by the same event; the files' way is over by then.
    if (this.isSent || !lengthComputable) return;
    const bar = this.part("progress");
    bar.hidden = false;
    this.isSent = loaded >= total;
    if (this.isSent) bar.removeAttribute("value");
    else bar.value = loaded / total;
  }
}

customElements.define("drop-zone", DropZone);
