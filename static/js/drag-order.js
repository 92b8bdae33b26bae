import { placeAmong } from "./lib/chains.js";

const EDGE_PX = 72;
const STEP_PX = 14;

// Cards of a list put into another order by mouse or finger, each held by its `[data-grip]`.
export class DragOrder {
  constructor(list, { draggedClass, begun = () => {}, dropped }) {
    Object.assign(this, { list, draggedClass, begun, dropped });
  }

  follow(on) {
    on(this.list, "pointerdown", (event) => this.grasp(event));
    on(this.list, "pointermove", (event) => this.drag(event));
    for (const type of ["pointerup", "pointercancel"]) on(this.list, type, () => this.drop());
  }

  grasp(event) {
    const card = [...this.list.children].find((each) => each.contains(event.target.closest("[data-grip]")));
    if (!card || event.button) return;
    event.preventDefault();
    this.begun(card);
    this.dragged = card;
    card.classList.add(this.draggedClass);
    this.list.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (!this.dragged) return;
    const others = [...this.list.children].filter((card) => card !== this.dragged);
    const middles = others.map((card) => {
      const { top, height } = card.getBoundingClientRect();
      return top + height / 2;
    });
    const next = others[placeAmong(event.clientY, middles)] ?? null;
    if (next !== this.dragged.nextElementSibling) this.list.insertBefore(this.dragged, next);
    this.scroll(event.clientY);
  }

  // A long list goes on beyond the window.
  scroll(y) {
    if (y < EDGE_PX) window.scrollBy(0, -STEP_PX);
    else if (y > innerHeight - EDGE_PX) window.scrollBy(0, STEP_PX);
  }

  drop() {
    const card = this.dragged;
    if (!card) return;
    this.dragged = null;
    card.classList.remove(this.draggedClass);
    this.dropped(card);
  }
}
