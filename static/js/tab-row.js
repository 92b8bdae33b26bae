// Tabs that are wider than a phone: the current one is in sight.
class TabRow extends HTMLElement {
  connectedCallback() {
    const tabs = this.querySelector("nav");
    const current = this.querySelector("[aria-current]");
    if (!current || tabs.scrollWidth <= tabs.clientWidth) return;
    const [row, tab] = [tabs, current].map((each) => each.getBoundingClientRect());
    tabs.scrollLeft += tab.left - row.left - (row.width - tab.width) / 2;
  }
}

customElements.define("tab-row", TabRow);
