// Where practice goes on. Rows are {id, isDone, percentage}, in the order in which they are practised.

// The next one that is not done: after this one, else from the beginning; null when all are.
export function nextOf(rows, id) {
  const place = rows.findIndex((row) => row.id === id);
  const inTurn = [...rows.slice(place + 1), ...rows.slice(0, Math.max(place, 0))];
  return inTurn.find((row) => !row.isDone)?.id ?? null;
}

// Its neighbour, done or not; null beyond the ends.
export function besideOf(rows, id, step) {
  const place = rows.findIndex((row) => row.id === id);
  return rows[place + step]?.id ?? null;
}

export function summaryOf(rows) {
  const scores = rows.filter((row) => row.percentage !== null).map((row) => row.percentage);
  const total = scores.reduce((sum, score) => sum + score, 0);
  return {
    done: scores.length,
    average: scores.length ? Math.round(total / scores.length) : null,
    missed: rows.filter((row) => row.percentage !== null && row.percentage < 100).map((row) => row.id),
  };
}

// Listening without writing: what comes after an item was heard to its end.
export function afterHearing({ heard, times, isLooping, isLast }) {
  if (isLooping || heard < times) return "again";
  return isLast ? "stop" : "next";
}

const SPEEDS = [1, 0.75, 0.5];

export function slowerThan(speed) {
  return SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
}
