const NO_CONNECTION = "No connection. What you wrote is kept here, and scored when it is back.";
const SIGNED_OUT = "You are signed out. Sign in in another tab; what you wrote is kept here.";
const BUSY = "The server is busy. What you wrote is kept here, and scored in a moment.";
const OLD_PAGE = "This page is too old. Load it again; what you wrote is kept here.";
const REFUSED = "That can't be scored as it is.";

// An answer to its address, and what became of it.
export async function send({ url, token, fields }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const headers = { "X-CSRFToken": token, "HX-Request": "true" };
  const answer = await fetch(url, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
  return answer?.ok ? { html: await answer.text() } : problemOf(answer);
}

export function problemOf(answer) {
  if (!answer) return { problem: "later", message: NO_CONNECTION };
  if (answer.type === "opaqueredirect") return { problem: "later", message: SIGNED_OUT };
  if (answer.status === 403) return { problem: "later", message: OLD_PAGE };
  if (answer.status >= 500 || answer.status === 429) return { problem: "later", message: toldIn(answer) ?? BUSY };
  return { problem: "refused", message: toldIn(answer) ?? REFUSED };
}

function toldIn(answer) {
  try {
    return JSON.parse(answer.headers.get("HX-Trigger")).toast.message;
  } catch {
    return null;
  }
}
