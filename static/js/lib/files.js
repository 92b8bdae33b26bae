import { formatBytes } from "./numbers.js";

function isAccepted(file, accept) {
  const rules = accept.split(",").map((rule) => rule.trim().toLowerCase()).filter(Boolean);
  // Browsers leave the type empty for endings they don't know; then the server decides.
  if (!rules.length || !file.type) return true;
  const name = file.name.toLowerCase();
  const type = file.type.toLowerCase();
  return rules.some((rule) => {
    if (rule.startsWith(".")) return name.endsWith(rule);
    return rule.endsWith("/*") ? type.startsWith(rule.slice(0, -1)) : type === rule;
  });
}

// A sentence, or "" where nothing speaks against sending them.
export function problemWith(file, { accept = "", maxBytes = Infinity } = {}) {
  if (!isAccepted(file, accept)) return `“${file.name}” is not audio. Choose a recording or a film with sound.`;
  if (file.size === 0) return `“${file.name}” is empty.`;
  if (file.size > maxBytes) {
    return `“${file.name}” has ${formatBytes(file.size)}; the most is ${formatBytes(maxBytes)}.`;
  }
  return "";
}

// One bad file must not hold up the others.
export function sortOut(files, rules) {
  const problems = files.map((file) => problemWith(file, rules));
  return { good: files.filter((_, index) => !problems[index]), problems: problems.filter(Boolean) };
}

export function describeFiles(files) {
  if (!files.length) return "";
  const total = formatBytes(files.reduce((sum, file) => sum + file.size, 0));
  if (files.length === 1) return `${files[0].name} (${total})`;
  return `${files.length} files (${total}): ${files.map((file) => file.name).join(", ")}`;
}
