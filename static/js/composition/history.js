// What was, what is, what was taken back. Values share what did not change, so that a hundred of them are small.
export const MOST_STEPS = 200;

export function historyOf(present) {
  return { past: [], present, future: [], merge: null };
}

// Steps with the same `merge` that follow each other are one: a slider on its way, a nudge by keys.
export function stepped(history, present, { label = "", merge = null } = {}) {
  if (present === history.present) return history;
  const goesOn = merge !== null && merge === history.merge && history.past.length > 0;
  const past = goesOn ? history.past : [...history.past, { document: history.present, label }].slice(-MOST_STEPS);
  return { past, present, future: [], merge };
}

// What comes next is a step of its own.
export function settledHistory(history) {
  return history.merge === null ? history : { ...history, merge: null };
}

export function undone(history) {
  const last = history.past.at(-1);
  if (!last) return history;
  return {
    past: history.past.slice(0, -1),
    present: last.document,
    future: [{ document: history.present, label: last.label }, ...history.future],
    merge: null,
  };
}

export function redone(history) {
  const [next, ...future] = history.future;
  if (!next) return history;
  return {
    past: [...history.past, { document: history.present, label: next.label }],
    present: next.document,
    future,
    merge: null,
  };
}

// For a button's name: what it would take back or do again.
export const undoLabel = (history) => history.past.at(-1)?.label ?? null;
export const redoLabel = (history) => history.future[0]?.label ?? null;
