// Where a text has what is searched for: [first, the one after the last], as strings of this language count.
function folded(text) {
  // Only what stays as long as it was: places are counted in the text as it is.
  return [...text].map((character) => {
    const low = character.toLowerCase();
    return low.length === character.length ? low : character;
  }).join("");
}

export function placesOf(text, wanted) {
  const query = folded(wanted.trim());
  if (!query) return [];
  const searched = folded(text);
  const found = [];
  for (let at = searched.indexOf(query); at >= 0; at = searched.indexOf(query, at + query.length)) {
    found.push([at, at + query.length]);
  }
  return found;
}

// One further in a circle; from nowhere to the first, or backwards to the last.
export function nextPlace(current, step, count) {
  if (!count) return -1;
  if (current < 0) return step > 0 ? 0 : count - 1;
  return (current + step + count) % count;
}

export function saidOf(current, count, wanted) {
  if (!wanted.trim()) return "";
  return count ? `${current + 1} of ${count}` : "Not found";
}
