import { pieces } from "./words.js";

// A text as nodes, each timed word in a span that can be lit and pressed.
export function wordSpans(text, times) {
  const spans = [];
  const nodes = pieces(text, times).map((piece) => {
    if (piece.index === undefined) return document.createTextNode(piece.text);
    const span = document.createElement("span");
    span.className = "take__word";
    span.textContent = piece.text;
    span.dataset.word = piece.index;
    spans[piece.index] = span;
    return span;
  });
  return { nodes, spans };
}
