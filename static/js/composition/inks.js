// Colours of the style as canvases take them: computed once for each kind of element, again with another theme.
const NAMES = ["wave", "name", "grid", "shade", "knob", "strong", "faint"];

export class Inks {
  constructor(onChange) {
    this.known = new Map();
    this.forget = () => {
      this.known.clear();
      onChange();
    };
    this.theming = new MutationObserver(this.forget);
    this.theming.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.systemTheme = matchMedia("(prefers-color-scheme: dark)");
    this.systemTheme.addEventListener("change", this.forget);
  }

  end() {
    this.theming.disconnect();
    this.systemTheme.removeEventListener("change", this.forget);
  }

  of(element) {
    const kind = element.dataset.colour ?? element.className;
    if (!this.known.has(kind)) this.known.set(kind, computed(element));
    return this.known.get(kind);
  }
}

function computed(element) {
  const probe = document.createElement("i");
  element.append(probe);
  const inks = NAMES.map((name) => {
    probe.style.color = `var(--canvas-${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(inks);
}
