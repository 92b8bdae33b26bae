// The queue as the page shows it: what is practised now, what comes after, what came out.
export class Rows {
  constructor(list) {
    this.list = list;
  }

  get all() {
    return [...this.list.querySelectorAll("[data-item]")];
  }

  get states() {
    return this.all.map(({ dataset }) => ({
      id: dataset.item,
      isDone: "done" in dataset,
      percentage: "percentage" in dataset ? Number(dataset.percentage) : null,
    }));
  }

  get pending() {
    return this.all.filter(({ dataset }) => dataset.state === "pending");
  }

  withId(id) {
    return this.all.find(({ dataset }) => dataset.item === id) ?? null;
  }

  holding(element) {
    return element.closest("[data-item]");
  }

  choose(row) {
    for (const each of this.all) each.querySelector("button").setAttribute("aria-current", String(each === row));
    // The list scrolls by itself; the page stays where it is.
    this.list.scrollTop = Math.max(0, row.offsetTop - this.list.clientHeight / 2);
  }

  score(id, percentage) {
    const row = this.withId(id);
    if (!row) return;
    Object.assign(row.dataset, { done: "", percentage });
    const badge = row.querySelector("[data-score]");
    badge.textContent = `${percentage} %`;
    badge.classList.toggle("badge--good", percentage === 100);
    badge.hidden = false;
  }

  pass(id) {
    const row = this.withId(id);
    if (row) row.dataset.done = "";
  }

  reopen(ids) {
    for (const id of ids) {
      const { dataset } = this.withId(id);
      delete dataset.done;
      delete dataset.percentage;
    }
  }
}
