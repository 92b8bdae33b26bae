import { DragOrder } from "./drag-order.js";
import { listeners } from "./lib/dom.js";

// The rows of a list, put into another order by hand. The buttons of each row do the same by keyboard.
class ListOrder extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    new DragOrder(this.rows, {
      draggedClass: "listed--dragged",
      begun: (row) => (this.placeBefore = this.placeOf(row)),
      dropped: (row) => this.placeOf(row) !== this.placeBefore && this.send(row),
    }).follow(this.listening.on);
  }

  disconnectedCallback() {
    this.listening.end();
  }

  get rows() {
    return this.querySelector("ol");
  }

  placeOf(row) {
    return [...this.rows.children].indexOf(row) + Number(this.dataset.first);
  }

  send(row) {
    const values = { position: this.placeOf(row) };
    window.htmx.ajax("POST", row.dataset.move, { source: document.body, target: "#list-items", swap: "outerHTML", values });
  }
}

customElements.define("list-order", ListOrder);
