// Runs before the first paint, so that nothing flashes: what this browser remembers about the frame.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("voicesite.theme");
    if (root.dataset.themeKept === "browser" && theme) root.dataset.theme = theme;
    if (localStorage.getItem("voicesite.rail") === "narrow") root.dataset.rail = "narrow";
  } catch {
    // Storage is switched off: the defaults serve.
  }
})();
