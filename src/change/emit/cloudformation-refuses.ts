import { ALARM_MEMBERS, PROTOCOLS } from './declarable.js';
import { isDocument } from './references.js';
import { textsIn } from './terraform-refuses.js';
import type { Thing } from './thing.js';

/**
 * What a stack cannot make, or must not: what is there already it does not own, and it would read a text that holds a dynamic
 * reference, or a document with the name of an intrinsic function as a key, as something to be looked up.
 */
export function cloudformationRefuses(thing: Thing): string | null {
  const texts = textsIn({ ...thing, changes: null });
  if (texts.some((text) => text.includes('{{resolve:'))) return 'CloudFormation would look up a text in it';
  if (texts.some((text) => /[\0\p{Cs}]/u.test(text))) return 'a template cannot hold a text in it';
  switch (thing.kind) {
    case 'filter': {
      if (thing.exists) return EXISTS;
      return thing.input.metricTransformations.length === 1
        ? null
        : 'a stack makes filters with one transformation only';
    }
    case 'alarm': {
      if (thing.exists) return EXISTS;
      const other = Object.keys(thing.input).find((member) => !ALARM_MEMBERS.has(member));
      return other === undefined ? null : `an alarm of a stack has no ${other}`;
    }
    case 'subscription':
      return PROTOCOLS.has(thing.protocol) ? null : `a stack knows no subscription by ${thing.protocol}`;
    case 'topic-policy':
      return thing.exists ? EXISTS : refusesDocument(thing.policy);
    case 'bucket-policy':
    case 'role-policy':
    case 'key':
      return refusesDocument(thing.policy);
    case 'role':
      return refusesDocument(thing.trust);
    case 'trail':
    case 'log-group':
    case 'bucket':
    case 'public-access-block':
    case 'topic':
    case 'alias':
      return null;
  }
}

const EXISTS = 'it is there already, and a stack alters only what it made';

function refusesDocument(text: string): string | null {
  if (!isDocument(text)) return 'its policy cannot be read';
  const texts = textsIn(JSON.parse(text));
  return texts.some((key) => key === 'Ref' || key.startsWith('Fn::') || key.includes('{{resolve:'))
    ? 'CloudFormation would read a part of its policy as a function'
    : null;
}
