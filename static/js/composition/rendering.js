import { listeners } from "../lib/dom.js";
import { sendTo } from "./saving.js";

const ASK_EVERY_MS = 700;
const SAVING_TRIES = 10;
const NOT_SAVED = "Your last changes could not be saved yet. Render once they are.";

// Asks for a file of the composition, says how far it is, and hands it out.
class CompositionRender extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    this.timeline = document.querySelector(this.dataset.timeline);
    this.dialog = this.querySelector("dialog");
    on(this.querySelector("[data-open]"), "click", () => this.dialog.showModal());
    on(this.querySelector("[data-close]"), "click", () => this.dialog.close());
    on(this.dialog, "click", (event) => event.target === this.dialog && this.dialog.close());
    on(this.part("form"), "submit", (event) => this.begin(event));
    on(this.part("cancel"), "click", () => this.cancel());
  }

  disconnectedCallback() {
    this.listening.end();
    clearTimeout(this.timer);
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  async begin(event) {
    event.preventDefault();
    const { format, stems } = this.part("form").elements;
    this.show({ underWay: true, step: "Saving your last changes …" });
    if (!(await this.isSaved())) {
      this.fail(NOT_SAVED);
      return;
    }
    const answer = await sendTo(this.dataset.renderUrl, { method: "POST", body: { format: format.value, stems: stems.checked } });
    if (!answer.ok) this.fail(answer.sentence);
    else if (answer.status === 202) this.follow(answer.json);
    else this.finish(answer.json);
  }

  // The server renders what it has. A save under way is waited for.
  async isSaved() {
    const { saver } = this.timeline.store;
    for (let tries = 0; tries < SAVING_TRIES && saver.isDirty; tries += 1) {
      await this.timeline.save();
      if (saver.isDirty) await new Promise((done) => setTimeout(done, ASK_EVERY_MS));
    }
    return !saver.isDirty;
  }

  follow(job) {
    this.job = job;
    window.htmx.trigger(document.body, "jobs-started");
    this.hear(job);
  }

  hear(job) {
    if (job.state === "done") this.finish(job.result);
    else if (job.state === "failed") this.fail(job.error.message);
    else if (job.state === "cancelled") this.fail("The render was cancelled.");
    else {
      this.show({ underWay: true, step: job.step || (job.state === "queued" ? "Waiting for its turn …" : "Mixing …"), progress: job.progress });
      this.timer = setTimeout(() => this.ask(), ASK_EVERY_MS);
    }
  }

  async ask() {
    const answer = await sendTo(`${this.dataset.jobsUrl}/${this.job.id}`, { method: "GET" });
    if (!this.isConnected) return;
    if (answer.ok) this.hear(answer.json);
    else if (answer.status === 404) this.fail(answer.sentence);
    else this.timer = setTimeout(() => this.ask(), 4 * ASK_EVERY_MS);
  }

  async cancel() {
    if (!this.job) return;
    this.part("step").textContent = "Cancelling …";
    await sendTo(`${this.dataset.jobsUrl}/${this.job.id}/cancel`, { method: "POST" });
  }

  fail(sentence) {
    this.job = null;
    this.show({ problem: sentence });
  }

  finish(result) {
    this.job = null;
    this.show({ result });
    this.part("download").href = result.download_url;
    this.part("stems").hidden = !result.stems_url;
    this.part("stems").href = result.stems_url ?? "#";
    this.part("problems").replaceChildren(...result.problems.map((problem) => this.problemItem(problem)));
    this.part("last")?.remove();
    if (this.dialog.open) this.part("download").focus();
  }

  problemItem({ track_id: id, message }) {
    const item = document.createElement("li");
    const track = this.timeline.document.tracks.find((one) => one.id === id);
    item.textContent = `${track?.name || "A track"}: ${message}`;
    return item;
  }

  show({ underWay = false, step = "", progress = null, problem = "", result = null }) {
    this.part("form").hidden = underWay;
    this.part("under-way").hidden = !underWay;
    this.part("step").textContent = step;
    const bar = this.part("progress");
    if (progress === null) bar.removeAttribute("value");
    else bar.value = progress;
    this.part("problem").hidden = !problem;
    this.part("problem").textContent = problem;
    this.part("result").hidden = !result;
    this.part("go").classList.toggle("button--primary", !result);
  }
}

customElements.define("composition-render", CompositionRender);
