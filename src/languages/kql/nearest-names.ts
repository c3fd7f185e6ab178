import { editDistance } from './edit-distance.js';

const MOST = 3;

/** The names that were most likely meant: of the same last part, or with few other letters; the nearest first. */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  const last = lastPart(wanted);
  return names
    .map((candidate) => {
      const known = candidate.toLowerCase();
      const steps = editDistance(wanted, known);
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
