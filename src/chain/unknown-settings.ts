import type { Operation } from '../account/account.js';
import { type ResourceKind, unknownMembers } from '../account/unknown-members.js';
import { holds } from './condition.js';
import type { Condition } from './link.js';

/**
 * What AWS says of a resource and no condition here looks at. AWS adds settings all the time and seldom ones that keep a message back,
 * so it breaks no proof: whoever reads the proof is told of it.
 */
export function unknownSettings(kind: ResourceKind, resource: object, read: Operation): readonly Condition[] {
  const names = unknownMembers(kind, resource).map((name) => `\`${name}\``);
  if (names.length === 0) return [];
  const because = `the ${kind} has ${names.length === 1 ? 'a setting' : 'settings'} that this version does not know: ${names.join(', ')}`;
  return [holds('unknown-settings', because, [read], `${because}; whether it keeps a message back was not judged`)];
}
