// The buttons all over the pages that start the one player, and what they say about it.
export function trackOf(button) {
  const { src, title = "", peaksUrl = "", download = "", duration = "" } = button.dataset;
  return { src, title, peaksUrl, download, duration: Number(duration) || 0 };
}

export function markButtons(track, isPlaying) {
  for (const button of document.querySelectorAll("[data-play]")) {
    const state = button.dataset.src === track?.src ? (isPlaying ? "playing" : "paused") : "idle";
    if (button.dataset.state === state) continue;
    button.dataset.state = state;
    button.setAttribute("aria-label", `${state === "playing" ? "Pause" : "Play"} ${button.dataset.title ?? ""}`.trim());
  }
}
