// Containers to record in, the best first: Chromium and Firefox have Opus, Safari has MP4.
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4", "audio/webm"];
const ENDINGS = { "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a" };

// "" leaves the choice to a browser that knows none of them.
export function recordingType(isSupported) {
  return TYPES.find(isSupported) ?? "";
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}

export function recordingName(type, when) {
  const day = [when.getFullYear(), when.getMonth() + 1, when.getDate()].map(twoDigits).join("-");
  const time = [when.getHours(), when.getMinutes(), when.getSeconds()].map(twoDigits).join(".");
  const ending = ENDINGS[type.split(";")[0].trim()] ?? "webm";
  return `Recording ${day} ${time}.${ending}`;
}

export function loudnessOf(samples) {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(samples.length, 1));
}
