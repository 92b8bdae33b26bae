// Where the sentences are in a sound: what lies between two pauses. Times are seconds.
const FRAME_SECONDS = 0.02;
const PAUSE_SECONDS = 0.3;
const QUIET = 0.02; // of the loudest

// `samples` of one channel.
export function sentencesIn(samples, rateHz) {
  const frame = Math.max(1, Math.round(rateHz * FRAME_SECONDS));
  const peaks = peaksOf(samples, frame);
  const quiet = QUIET * Math.max(0, ...peaks);
  const found = [];
  peaks.forEach((peak, place) => {
    if (peak <= quiet) return;
    const [start, end] = [place, place + 1].map((each) => (each * frame) / rateHz);
    const last = found.at(-1);
    if (last && start - last.end < PAUSE_SECONDS) last.end = end;
    else found.push({ start, end });
  });
  return found;
}

// The one that is heard at that time: before it begins, too.
export function sentenceAt(sentences, seconds) {
  return sentences.find(({ end }) => seconds <= end) ?? sentences.at(-1) ?? null;
}

export async function sentencesOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const sound = await new OfflineAudioContext(1, 1, 22050).decodeAudioData(await answer.arrayBuffer());
  return sentencesIn(sound.getChannelData(0), sound.sampleRate);
}

function peaksOf(samples, frame) {
  const peaks = [];
  for (let start = 0; start < samples.length; start += frame) {
    let peak = 0;
    for (const sample of samples.subarray(start, start + frame)) peak = Math.max(peak, Math.abs(sample));
    peaks.push(peak);
  }
  return peaks;
}
