// Word times come as [first character, the one after the last, seconds from, seconds to].
// The server counts characters as code points, this language by halves of some.
export function pieces(text, times) {
  const characters = Array.from(text);
  const found = [];
  let place = 0;
  times.forEach(([start, end], index) => {
    if (start < place || end <= start || end > characters.length) return;
    if (start > place) found.push({ text: characters.slice(place, start).join("") });
    found.push({ text: characters.slice(start, end).join(""), index });
    place = end;
  });
  if (place < characters.length) found.push({ text: characters.slice(place).join("") });
  return found;
}

// The last word that has begun, while it or the pause after it lasts; -1 before the first and after the last.
export function wordAt(times, seconds) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle][2] <= seconds) low = middle + 1;
    else high = middle;
  }
  const last = times.length - 1;
  return low - 1 === last && last >= 0 && seconds > times[last][3] + 0.2 ? -1 : low - 1;
}
