// A range over characters of an element, whatever nodes they lie in.
export function rangeOf(element, first, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let place = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = place + node.length;
    if (place <= first && first < after) range.setStart(node, first - place);
    if (place < end && end <= after) {
      range.setEnd(node, end - place);
      return range;
    }
    place = after;
  }
  return range;
}
