// One turn on the page: what is set in it, and setting it.
// A profile that was deleted stays the turn's; no other turn gets it.
const GONE = "gone";
const GROWS = CSS.supports("field-sizing", "content");

export function fieldsOf(turn) {
  const fields = [...turn.querySelectorAll("[data-field]")].map((field) => [field.name, field.value]);
  return Object.fromEntries(fields.map(([name, value]) => [name, value === GONE ? "" : value]));
}

export function fieldOf(turn, name) {
  return turn.querySelector(`[data-field][name=${name}]`);
}

export function fill(turn, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = fieldOf(turn, name);
    if (field) field.value = value;
  }
  grow(turn);
}

export function grow(turn) {
  if (GROWS) return;
  const text = fieldOf(turn, "text");
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

// As `lib/turns.js` reckons with turns.
export function saidBy(turn) {
  return { speaker: fieldOf(turn, "speaker").value, profile: fieldOf(turn, "profile_id").value };
}

export function caretIn(field) {
  const isText = field.matches("textarea[data-field]");
  if (!isText) return { isText, start: 0, end: 0, length: 0 };
  return { isText, start: field.selectionStart, end: field.selectionEnd, length: field.value.length };
}

export function focusText(turn, at = Infinity) {
  const text = fieldOf(turn, "text");
  const place = Math.min(at, text.value.length);
  text.focus();
  text.setSelectionRange(place, place);
  turn.scrollIntoView({ block: "nearest" });
}

// A turn that was made here has its id, its sound and its addresses once the server knows it.
export function adopt(turn, known) {
  turn.id = known.id;
  turn.dataset.turn = known.dataset.turn;
  for (const part of ["sound", "more"]) {
    const fresh = known.querySelector(`[data-${part}]`);
    turn.querySelector(`[data-${part}]`).replaceWith(fresh);
    window.htmx.process(fresh);
  }
}
