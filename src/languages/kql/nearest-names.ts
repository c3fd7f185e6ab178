const MOST = 3;

/** The names that were most likely meant: of the same last part, or with few other letters; the nearest first. */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  const last = lastPart(wanted);
  return names
    .map((candidate) => {
      const known = candidate.toLowerCase();
      const steps = distance(wanted, known);
      const near = steps <= Math.max(2, Math.floor(known.length / 3));
      return { candidate, steps: lastPart(known) === last ? steps / 4 : near ? steps : Number.POSITIVE_INFINITY };
    })
    .filter(({ steps }) => Number.isFinite(steps))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** `user_identity.accessKeyId` and `user_identity.access_key_id` are near one another. */
const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1).replaceAll('_', '');

/** How many characters must be put in, left out or changed. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
