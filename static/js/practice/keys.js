// What a key means on the practice desk: the name of a command, or null. Pure, so that the list is one table.
//
// In the typing box only keys that write nothing are taken, and of those only what neither browsers nor screen
// readers want there. Plain letters are commands beside the box alone; Escape goes there and back.

const ANYWHERE = { Escape: "change-place", F2: "play", F4: "back", F8: "slower" };

const BESIDE_THE_BOX = {
  ArrowLeft: "back",
  ArrowRight: "forward",
  s: "slower",
  l: "loop",
  h: "hint",
  r: "reveal",
  a: "again",
  n: "next",
  p: "previous",
  f: "focus",
  "?": "help",
};

export function commandOf(event, { isTyping }) {
  const { key, ctrlKey, metaKey, shiftKey, altKey, isComposing = false, isAltGraph = false } = event;
  if (isComposing || altKey || isAltGraph) return null;
  if (key === "Enter") return (ctrlKey || metaKey) && !shiftKey ? "go" : null;
  if (ctrlKey || metaKey) return null;
  if (Object.hasOwn(ANYWHERE, key)) return shiftKey ? null : ANYWHERE[key];
  if (isTyping) return null;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return Object.hasOwn(BESIDE_THE_BOX, name) ? BESIDE_THE_BOX[name] : null;
}
