// What an editor of turns reckons with: who speaks next, what a key means, which turn is heard.

// In a talk they take turns: whoever spoke before the last one, else the last one again.
export function nextSpeaker(turns, at) {
  const last = turns[at];
  if (!last) return { speaker: "", profile: "" };
  const other = turns.slice(0, at).findLast((turn) => turn.speaker !== last.speaker);
  return other ?? last;
}

// The profile that a speaker had last, looking back from the turn, then on from it.
export function profileOf(speaker, turns, at) {
  const name = folded(speaker);
  if (!name) return null;
  const spoken = (turn) => folded(turn.speaker) === name;
  const found = turns.slice(0, at).findLast(spoken) ?? turns.slice(at + 1).find(spoken);
  return found ? found.profile : null;
}

export function folded(name) {
  return name.trim().toLocaleLowerCase();
}

// `place`: where the caret is, {start, end, length}; `isText`: in the turn's words.
export function actionOfKey({ key, altKey, ctrlKey, metaKey, shiftKey }, { isText, start, end, length }) {
  const isCommand = ctrlKey || metaKey;
  if (altKey && !isCommand && !shiftKey) return { ArrowUp: "move-up", ArrowDown: "move-down" }[key] ?? null;
  if (isCommand && !altKey && !shiftKey) return { d: "duplicate", D: "duplicate", Enter: "play" }[key] ?? null;
  if (altKey || isCommand || shiftKey || !isText) return null;
  if (key === "Enter") return end < length ? "split" : "add";
  if (key === "Backspace" && !start && !end) return length ? "join" : "remove";
  if ((key === "ArrowUp" || key === "ArrowLeft") && !start && !end) return "before";
  if ((key === "ArrowDown" || key === "ArrowRight") && start === length) return "after";
  return null;
}

// `marks`: [{turn_id, start_ms, end_ms}], in order; the last one begun is heard where two overlap.
export function turnAt(marks, seconds) {
  const begun = marks.findLast((mark) => mark.start_ms <= 1000 * seconds);
  return begun && 1000 * seconds < begun.end_ms ? begun.turn_id : null;
}

