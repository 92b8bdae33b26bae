// Voices as their options say them, and which of them a person is looking for.
export function voiceOf(option) {
  const { name, model, language, gender } = option.dataset;
  return { value: option.value, name, model, language, gender };
}

// A voice that is called by its language need not say it twice.
export function about({ name, language, gender, model }) {
  return [language === name ? "" : language, gender, model].filter(Boolean).join(" · ");
}

function folded(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}

// Every word that was typed is in the name, the language, the gender or the model.
export function matching(voices, { search = "", model = "", language = "", gender = "" } = {}) {
  const words = folded(search).split(/\s+/).filter(Boolean);
  return voices.filter((voice) => {
    if (model && voice.model !== model) return false;
    if (language && voice.language !== language) return false;
    if (gender && voice.gender !== gender) return false;
    const said = folded(`${voice.name} ${voice.value} ${voice.language} ${voice.model}`);
    const isOfGender = (word) => word.length > 2 && voice.gender.startsWith(word);
    return words.every((word) => isOfGender(word) || said.includes(word));
  });
}

export function choicesOf(voices, field) {
  return [...new Set(voices.map((voice) => voice[field]))].filter(Boolean).sort((a, b) => a.localeCompare(b));
}
