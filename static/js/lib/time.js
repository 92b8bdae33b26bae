// 75.4 -> "1:15", 3675 -> "1:01:15". Unknown lengths (streams) read as 0:00.
export function formatClock(seconds) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

// For ears: "1 minute 5 seconds".
export function spokenClock(seconds) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  const parts = [];
  if (minutes) parts.push(`${minutes} ${minutes === 1 ? "minute" : "minutes"}`);
  if (rest || !minutes) parts.push(`${rest} ${rest === 1 ? "second" : "seconds"}`);
  return parts.join(" ");
}

const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86_400, "hour", 3600],
  [7 * 86_400, "day", 86_400],
];

// Null past a week: then the date says more than a count of weeks.
export function timeAgo(then, now, language = "en") {
  const seconds = (now - then) / 1000;
  if (Math.abs(seconds) < 10) return "just now";
  const step = STEPS.find(([below]) => Math.abs(seconds) < below);
  if (!step) return null;
  const [, unit, size] = step;
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-Math.trunc(seconds / size), unit);
}
