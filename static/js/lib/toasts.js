const LEVELS = new Set(["info", "success", "warning", "error"]);
const SECONDS = { info: 6, success: 6, warning: 10, error: Infinity };
const SECONDS_TO_UNDO = 10;

// `HX-Trigger: {"toast": {…}}`, or a list of them, which HTMX wraps in `value`.
export function toastsFrom(detail) {
  const given = Array.isArray(detail?.value) ? detail.value : [detail ?? {}];
  return given.map(normalToast).filter((toast) => toast.text);
}

// `undo`: what takes it back on the page itself, where the server need not be asked.
function normalToast({ text, message, value, level, undo_url: undoUrl, undo = null }) {
  const known = LEVELS.has(level) ? level : level === "debug" || !level ? "info" : "error";
  return {
    text: String(text ?? message ?? value ?? ""),
    level: known,
    seconds: undoUrl || undo ? SECONDS_TO_UNDO : SECONDS[known],
    undoUrl: undoUrl ?? "",
    undo,
  };
}

const SENTENCES = {
  401: "You are signed out. Sign in again to go on.",
  403: "This page is too old, or it is not open to you. Load it again and try once more.",
  404: "That is not here any more. It may have been deleted.",
  409: "Somebody or something changed this meanwhile. Load the page again.",
  413: "The file is larger than this site takes.",
  429: "That was a lot at once. Wait a moment, then try again.",
  502: "The server is starting or busy. Try again in a moment.",
  503: "The server is starting or busy. Try again in a moment.",
  504: "The server took too long. Try again in a moment.",
  507: "There is no space left. Delete something you no longer need.",
};

// What a failed request says to a person: the server's own sentence where it sent one.
export function sentenceFor(status, body = "") {
  try {
    const { message } = JSON.parse(body).error;
    if (message) return String(message);
  } catch {
    // Not JSON: a page or nothing.
  }
  return SENTENCES[status] ?? "Something broke on our side. What you saved before is safe; try again in a moment.";
}
