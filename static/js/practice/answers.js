import { tell } from "../lib/dom.js";
import { newId } from "../lib/ids.js";
import { AnswersKept, Outbox } from "./outbox.js";
import { send } from "./sender.js";

const EMPTY = "Nothing is written yet. Press again to see the answer, for 0 %.";

// What is written goes to be scored; what can't go yet is kept, and practice goes on meanwhile.
export class Answers {
  constructor(desk) {
    this.desk = desk;
    this.outbox = new Outbox({
      kept: new AnswersKept(desk.dataset.person),
      send: (fields) => send({ url: desk.checkUrl, token: desk.token, fields }),
      told: (answer, outcome) => this.told(answer, outcome),
    });
  }

  follow(on) {
    on(window, "online", () => this.send());
    this.send();
  }

  send() {
    return this.outbox.flush();
  }

  begin() {
    this.waitingFor = null;
    this.isSureOfNothing = false;
  }

  check() {
    const text = this.desk.box.value;
    if (!text.trim() && !this.isSureOfNothing) {
      this.isSureOfNothing = true;
      return this.desk.tellHint(EMPTY);
    }
    const answer = { ...this.desk.fieldsOf(newId()), text };
    this.waitingFor = answer.client_key;
    this.desk.become("sending");
    return this.outbox.add(answer);
  }

  told(answer, { html, problem, message }) {
    const isCurrent = answer.client_key === this.waitingFor;
    if (html) this.desk.scored(answer.item, html, { isCurrent });
    else if (problem === "refused") this.refused(message, { isCurrent });
    else if (isCurrent) this.desk.become("kept");
    this.showKept(message);
  }

  refused(message, { isCurrent }) {
    tell({ level: "error", text: message });
    if (isCurrent) this.desk.become("open");
  }

  showKept(message) {
    const { count } = this.outbox;
    const waiting = count === 1 ? "1 answer waits." : `${count} answers wait.`;
    this.desk.part("waiting").hidden = !message || !count;
    this.desk.part("waiting-words").textContent = count ? `${waiting} ${message ?? ""}` : "";
  }

  end() {
    this.outbox.end();
  }
}
