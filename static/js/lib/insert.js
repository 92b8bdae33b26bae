// A text with something put in place of what is selected, and where the cursor is then.
export function insertAt(text, inserted, start, end = start) {
  const from = Math.min(start ?? text.length, text.length);
  const to = Math.min(Math.max(end ?? from, from), text.length);
  return { value: text.slice(0, from) + inserted + text.slice(to), place: from + inserted.length };
}
