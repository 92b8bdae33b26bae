import { newId } from "../lib/ids.js";
import { send } from "./sender.js";

const HEARING = "Listening to what you said…";
const KEPT = "Your recording is still here: send it again.";

// What was said goes to the site's own ears; a recording that did not arrive can be sent again.
export class Aloud {
  constructor(desk) {
    this.desk = desk;
    this.isSending = false;
    this.spoken = null;
  }

  begin() {
    this.spoken = null;
    this.show("");
  }

  get recorder() {
    return this.desk.querySelector("mic-recorder");
  }

  toggle() {
    if (this.recorder.isRecording) this.recorder.finish();
    else this.recorder.begin();
  }

  take(file) {
    this.desk.sound.stop();
    this.spoken = { ...this.desk.fieldsOf(newId()), recording: file };
    return this.send();
  }

  async send() {
    const { desk, spoken } = this;
    this.isSending = true;
    this.show(HEARING);
    const outcome = await send({ url: desk.dataset.aloudUrl, token: desk.token, fields: spoken });
    this.isSending = false;
    const isCurrent = spoken === this.spoken;
    if (outcome.html) desk.scored(spoken.item, outcome.html, { isCurrent });
    if (isCurrent && outcome.html) this.begin();
    else if (isCurrent) this.failed(outcome);
  }

  failed({ problem, message }) {
    if (problem === "refused") this.spoken = null;
    this.show(this.spoken ? `${message.split(".")[0]}. ${KEPT}` : message);
  }

  show(words) {
    const news = this.desk.part("aloud-news");
    news.textContent = words;
    news.hidden = !words;
    this.desk.querySelector("[data-do=send-again]").hidden = !this.spoken || this.isSending;
  }
}
