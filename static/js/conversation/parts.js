// Parts of the page that an answer brings anew, each put where its id is.
export function placeParts(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const part of [...answer.body.children]) {
    const shown = part.id && document.getElementById(part.id);
    if (!shown) continue;
    part.removeAttribute("hx-swap-oob");
    shown.replaceWith(part);
    window.htmx.process(part);
    window.htmx.trigger(part, "htmx:load");
  }
  return answer.body;
}
