import { SMALL_STEP_SECONDS } from "../lib/seek.js";

// The keys of headsets and lock screens.
export function connectMediaKeys(player) {
  const session = navigator.mediaSession;
  if (!session) return;
  const actions = {
    play: () => player.audio.play(),
    pause: () => player.audio.pause(),
    seekbackward: ({ seekOffset }) => player.seek(player.audio.currentTime - (seekOffset ?? SMALL_STEP_SECONDS)),
    seekforward: ({ seekOffset }) => player.seek(player.audio.currentTime + (seekOffset ?? SMALL_STEP_SECONDS)),
    seekto: ({ seekTime }) => player.seek(seekTime),
    stop: () => player.close(),
  };
  for (const [action, act] of Object.entries(actions)) {
    try {
      session.setActionHandler(action, act);
    } catch {
      // This browser does not know that key.
    }
  }
}

export function announceTrack(track) {
  if (!navigator.mediaSession) return;
  navigator.mediaSession.metadata = track ? new MediaMetadata({ title: track.title, artist: "voicesite" }) : null;
}
