import type { Operation } from '../account/account.js';
import { type ResourceKind, unknownMembers } from '../account/unknown-members.js';
import { doubtful, holds } from './condition.js';
import type { Condition } from './link.js';

/**
 * What selects events or silences alarms: most settings that AWS has given these since they were made keep something back (a filter's
 * field selection, an alarm's evaluation window, a subscription's replay), so one that is unknown is a doubt.
 */
const SELECTIVE: readonly ResourceKind[] = [
  ...(['event selector', 'advanced event selector', 'field selector', 'metric filter'] as const),
  ...(['metric transformation', 'metric alarm', 'metric query', 'metric statistic'] as const),
  ...(['composite alarm', 'list of what is muted', 'subscription'] as const),
];

/** A resource, or a part of one. */
export type Part = readonly [kind: ResourceKind, resource: object];

/** What AWS says of a resource and its parts and no condition here looks at: a doubt, or a note for whoever reads the proof. */
export function unknownSettings(read: Operation, ...parts: readonly Part[]): readonly Condition[] {
  const words = parts.flatMap(([kind, resource]) => {
    const names = unknownMembers(kind, resource);
    return names.length === 0 ? [] : [becauseOf(kind, names)];
  });
  if (words.length === 0) return [];
  const because = [...new Set(words)].join('; ');
  const mend = 'see whether there is a newer version, and what the setting does';
  if (parts.some(([kind, resource]) => settingsInDoubt(kind, resource) !== null))
    return [doubtful('unknown-settings', { code: 'unknown-settings', message: because }, [read], mend)];
  return [holds('unknown-settings', because, [read], `${because}; whether it keeps a message back was not judged`)];
}

/** The doubt in words, of a part of something that is judged as a whole; null: there is none. */
export function settingsInDoubt(kind: ResourceKind, resource: object): string | null {
  const names = unknownMembers(kind, resource);
  return isInDoubt(kind, resource, names) ? becauseOf(kind, names) : null;
}

/** What is switched off, or empty, is there because AWS says so of every resource. */
function isInDoubt(kind: ResourceKind, resource: object, names: readonly string[]): boolean {
  if (!SELECTIVE.includes(kind)) return false;
  const members = new Map<string, unknown>(Object.entries(resource));
  return names.some((name) => isSet(members.get(name)));
}

function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return !(value === null || value === undefined || value === false || value === '' || value === 'false');
}

function becauseOf(kind: ResourceKind, names: readonly string[]): string {
  const list = names.map((name) => `\`${name}\``).join(', ');
  return `the ${kind} has ${names.length === 1 ? 'a setting' : 'settings'} that this version does not know: ${list}`;
}
