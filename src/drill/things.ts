import type { DrillThing, ThingKind } from './record.js';

/** One thing of a drill, as a list keeps it: kind, Region and name together are given once, but for a key that has no name yet. */
export interface ThingAt {
  readonly kind: ThingKind;
  readonly region: string;
  readonly name: string;
}

/** The list with a thing that is about to be made; one that was made before under the same name takes its place. */
export function begun(
  things: readonly DrillThing[],
  thing: Omit<DrillThing, 'state' | 'reason' | 'due'>,
): readonly DrillThing[] {
  const { kind, region, name, of, at, how } = thing;
  const fresh: DrillThing = { kind, region, name, of, state: 'begun', at, how, due: null, reason: null };
  return [...things.filter((one) => !isSame(one, thing)), fresh];
}

export function changedTo(
  things: readonly DrillThing[],
  at: ThingAt,
  change: Partial<DrillThing>,
): readonly DrillThing[] {
  return things.map((one) => (isSame(one, at) ? { ...one, ...change } : one));
}

function isSame(a: ThingAt, b: ThingAt): boolean {
  return a.kind === b.kind && a.region === b.region && (a.name === b.name || (a.kind === 'key' && a.name === ''));
}

/** What is taken away first: the message comes to nobody any more, then the place to which it came. */
const ORDER: readonly ThingKind[] = ['alarm-state', 'subscription', 'queue', 'log-stream', 'key'];

export function inOrderOfRemoval(things: readonly DrillThing[]): readonly DrillThing[] {
  return [...things].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}
