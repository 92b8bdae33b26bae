// What of a region lies under a pointer. Sizes in px from its upper left corner.
export const STRIP_PX = 22;
const MOUSE_REACH_PX = 8;
const FINGER_REACH_PX = 20;

export function zoneAt({ x, y }, { width, height, fadeIn, fadeOut }, { isFinger = false } = {}) {
  const reach = Math.min(isFinger ? FINGER_REACH_PX : MOUSE_REACH_PX, width / 4);
  if (y < STRIP_PX && x <= Math.max(fadeIn, 0) + reach && x >= fadeIn - reach) return "fade-in";
  if (y < STRIP_PX && x >= width - fadeOut - reach && x <= width - fadeOut + reach) return "fade-out";
  if (x < reach) return "trim-start";
  if (x <= width - reach) return "move";
  return y > height - STRIP_PX ? "loop" : "trim-end";
}
