import { isSameEffects } from "../lib/chains.js";
import { profileOf } from "../lib/turns.js";
import { fieldOf, fill, grow } from "./turn-row.js";

const AS_ITS_VOICE = "effects of its voice";

// What is written and chosen in a conversation's fields: those of its turns, and its settings.
export class Fields {
  constructor(editor) {
    this.editor = editor;
  }

  follow(on) {
    // The name stands in the page's heading, outside.
    const page = this.editor.closest(".page") ?? this.editor;
    on(page, "input", ({ target }) => this.typed(target));
    on(page, "change", ({ target }) => this.chosen(target));
    on(this.editor, "effects-changed", ({ target }) => this.setEffects(target.closest("[data-effects]")));
  }

  typed(field) {
    if (field.matches("[data-setting]:not(select, [type=checkbox])")) return this.set(field);
    const turn = field.matches("[data-field]") && this.editor.turns.holding(field);
    if (!turn) return undefined;
    if (field.name === "text") grow(turn);
    return this.editor.changeTurn(turn, { [field.name]: field.value });
  }

  chosen(field) {
    if (field.matches("select[data-setting], [type=checkbox][data-setting]")) this.set(field);
    if (field.matches("[data-own-effects]")) this.setEffects(field.closest("[data-effects]"));
    if (field.matches("[data-field][name=speaker]")) this.hearSpeaker(this.editor.turns.holding(field));
  }

  set(field) {
    const value = field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
    this.editor.saving.push({ kind: "change", key: "settings", fields: { [field.name]: value } });
  }

  // A rack that is only shown says what it has, too.
  setEffects(box) {
    const isOwn = box.querySelector("[data-own-effects]").checked;
    const chain = isOwn ? box.querySelector("[data-value]").value : "";
    if (!isOwn) box.closest("details").querySelector("[data-effects-summary]").textContent = AS_ITS_VOICE;
    if (isSameEffects(chain, box.dataset.effects)) return;
    box.dataset.effects = chain || "null";
    this.editor.changeTurn(box, { effects: chain });
  }

  hearSpeaker(turn) {
    this.rememberVoice(turn);
    const names = this.editor.turns.speakers.map((name) => new Option(name, name));
    this.editor.part("speakers").replaceChildren(...names);
  }

  // A speaker who spoke before goes on in the same voice.
  rememberVoice(turn) {
    const { turns } = this.editor;
    const profile = profileOf(fieldOf(turn, "speaker").value, turns.said, turns.placeOf(turn));
    if (profile === null || profile === fieldOf(turn, "profile_id").value) return;
    fill(turn, { profile_id: profile });
    this.editor.changeTurn(turn, { profile_id: profile });
  }
}
