// Listeners that end together: `const { on, end } = listeners()`, and `end()` in disconnectedCallback.
export function listeners() {
  const ending = new AbortController();
  return {
    on: (target, type, act, options = {}) =>
      target.addEventListener(type, act, { ...options, signal: ending.signal }),
    end: () => ending.abort(),
  };
}

export function tell(toast) {
  document.body.dispatchEvent(new CustomEvent("toast", { detail: toast, bubbles: true }));
}

const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const OPERATED_BY_SPACE = `${TYPING}, button, a, summary, [role=slider], [role=button], dialog`;

export function isTyping(element) {
  return Boolean(element?.closest?.(TYPING));
}

export function usesSpace(element) {
  return Boolean(element?.closest?.(OPERATED_BY_SPACE));
}
