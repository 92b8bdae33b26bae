const UNREACHABLE = "No connection. What you write is kept here and saved when it is back.";
const SIGNED_OUT = "You are signed out. Sign in in another tab; what you write is kept here.";
const BUSY = "The server is busy. What you write is kept here and saved in a moment.";
const CHANGED = "Changed in another tab or window.";
const GONE = "This is not here any more, or was changed elsewhere.";

// One change to its address; each names the revision of the answer before it.
export class Sender {
  constructor({ url, revision, token, answered }) {
    Object.assign(this, { url, revision, token, answered });
    this.ids = new Map();
  }

  async send(change) {
    const answer = await this.ask(change).catch(() => null);
    if (!answer) return { problem: "offline", message: UNREACHABLE };
    if (answer.type === "opaqueredirect") return { problem: "offline", message: SIGNED_OUT };
    if (answer.status === 412) return { problem: "stale", message: CHANGED };
    if (answer.status === 403 || answer.status === 404) return { problem: "stale", message: GONE };
    if (answer.status >= 500 || answer.status === 429) return { problem: "offline", message: BUSY };
    if (!answer.ok) return { problem: "refused", message: sentenceOf(answer) };
    this.revision = answer.headers.get("ETag") ?? this.revision;
    this.answered(change, await answer.text());
    return {};
  }

  ask(change) {
    const body = new FormData();
    for (const [name, value] of Object.entries(change.fields ?? {})) body.append(name, value);
    if ("position" in change) body.append("position", change.position);
    const headers = { "X-CSRFToken": this.token, "HX-Request": "true", "If-Match": this.revision };
    return fetch(this.addressOf(change), { method: "POST", body, headers, redirect: "manual" });
  }

  addressOf({ kind, key }) {
    if (key === "settings") return `${this.url}/settings`;
    if (kind === "add") return `${this.url}/turns`;
    const turn = `${this.url}/turns/${this.ids.get(key) ?? key}`;
    return kind === "change" ? turn : `${turn}/${kind}`;
  }

  know(key, id) {
    this.ids.set(key, id);
  }
}

function sentenceOf(answer) {
  try {
    return JSON.parse(answer.headers.get("HX-Trigger")).toast.message;
  } catch {
    return "That can't be saved as it is.";
  }
}
