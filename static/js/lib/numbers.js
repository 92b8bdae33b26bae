export function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

// As Django's filesizeformat counts, so that a page never says two sizes for one file.
export function formatBytes(bytes) {
  const step = bytes > 0 ? clamp(Math.floor(Math.log2(bytes) / 10), 0, UNITS.length - 1) : 0;
  const amount = bytes / 1024 ** step;
  if (step === 0) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return `${amount.toFixed(1)} ${UNITS[step]}`;
}
