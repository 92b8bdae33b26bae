import { clamp } from "./numbers.js";

export const SMALL_STEP_SECONDS = 5;
export const LARGE_STEP_SECONDS = 30;

export function positionAt(pointerX, left, width, duration) {
  if (!(width > 0) || !(duration > 0)) return 0;
  return clamp((pointerX - left) / width, 0, 1) * duration;
}

// Where a key of a slider leads, or null where the key means nothing to it.
export function positionAfterKey(key, position, duration) {
  const steps = {
    ArrowRight: SMALL_STEP_SECONDS,
    ArrowUp: SMALL_STEP_SECONDS,
    ArrowLeft: -SMALL_STEP_SECONDS,
    ArrowDown: -SMALL_STEP_SECONDS,
    PageUp: LARGE_STEP_SECONDS,
    PageDown: -LARGE_STEP_SECONDS,
    Home: -Infinity,
    End: Infinity,
  };
  if (!Object.hasOwn(steps, key)) return null;
  return clamp(position + steps[key], 0, duration || 0);
}
