// The buttons all over the pages that start the one player, and what they say about it.
export function trackOf(button) {
  const { src, track, title = "", peaksUrl = "", download = "", duration = "" } = button.dataset;
  // What has several addresses in its life is known by its track.
  return { key: track ?? src, src, title, peaksUrl, download, duration: Number(duration) || 0 };
}

export function buttonOf({ key }) {
  return [...document.querySelectorAll("[data-play]")].find((button) => trackOf(button).key === key);
}

export function markButtons(track, isPlaying) {
  for (const button of document.querySelectorAll("[data-play]")) {
    const state = trackOf(button).key === track?.key ? (isPlaying ? "playing" : "paused") : "idle";
    if (button.dataset.state === state) continue;
    button.dataset.state = state;
    const name = `${state === "playing" ? "Pause" : "Play"} ${button.dataset.title ?? ""}`.trim();
    button.setAttribute("aria-label", withShown(button.textContent.trim(), name));
  }
}

// Who speaks to a browser says what is written on the button: its name has to hold that.
export function withShown(shown, name) {
  return shown && !name.startsWith(shown) ? `${shown}: ${name}` : name;
}
