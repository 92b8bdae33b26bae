import { nextPlace, placesOf, saidOf } from "../lib/find.js";
import { rangeOf } from "../lib/text-range.js";

const ALL = "found";
const CURRENT = "found-current";

// Finds in the lines of a transcript: counts, goes from one place to the next, and marks them.
export class Finder {
  constructor(root) {
    this.root = root;
    this.field = root.querySelector("[data-find]");
    this.told = root.querySelector("[data-found]");
    this.steps = root.querySelector("[data-steps]");
    this.places = [];
    this.current = -1;
  }

  follow(on) {
    if (!this.field) return;
    on(this.field, "input", () => this.search());
    on(this.field, "keydown", (event) => this.hearKey(event));
    for (const button of this.steps.children) on(button, "click", () => this.go(Number(button.dataset.findStep)));
  }

  end() {
    this.highlight([], null);
  }

  search() {
    this.look();
    this.current = this.places.length ? 0 : -1;
    this.show();
  }

  // The lines were drawn anew: the same words, in other nodes.
  refresh() {
    if (!this.field?.value.trim()) return;
    this.look();
    this.current = Math.min(this.current, this.places.length - 1);
    this.show({ isMoving: false });
  }

  look() {
    this.places = [...this.root.querySelectorAll("[data-text]")].flatMap((line) =>
      placesOf(line.textContent, this.field.value).map(([first, end]) => ({ line, first, end })),
    );
  }

  hearKey(event) {
    if (event.key === "Escape" && this.field.value) {
      event.preventDefault();
      this.field.value = "";
      this.search();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.go(event.shiftKey ? -1 : 1);
  }

  go(step) {
    this.current = nextPlace(this.current, step, this.places.length);
    this.show();
  }

  show({ isMoving = true } = {}) {
    this.told.textContent = saidOf(this.current, this.places.length, this.field.value);
    this.steps.hidden = this.places.length < 2;
    const found = this.places[this.current];
    for (const line of this.root.querySelectorAll(".segment--found")) line.classList.remove("segment--found");
    found?.line.closest(".segment").classList.add("segment--found");
    const ranges = this.places.map(({ line, first, end }) => rangeOf(line, first, end));
    this.highlight(ranges, ranges[this.current]);
    if (isMoving) found?.line.scrollIntoView({ block: "center" });
  }

  highlight(ranges, current) {
    if (!globalThis.CSS?.highlights) return; // the line alone is marked
    CSS.highlights.set(ALL, new Highlight(...ranges));
    CSS.highlights.set(CURRENT, new Highlight(...(current ? [current] : [])));
  }
}
