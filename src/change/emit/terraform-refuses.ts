import { ALARM_MEMBERS, PROTOCOLS } from './declarable.js';
import { isDocument } from './references.js';
import type { Thing, ThingOf } from './thing.js';

const FILTER_MEMBERS = new Set(['logGroupName', 'filterName', 'filterPattern', 'metricTransformations']);

/**
 * What the AWS provider cannot say (version 5.0, the oldest that the files ask for), and what Terraform would alter in passing:
 * it brings every text to Unicode's composed form (NFC) and holds neither NUL nor half a surrogate pair.
 */
export function terraformRefuses(thing: Thing): string | null {
  if (!textsIn({ ...thing, changes: null }).every(isKept)) return 'Terraform would alter a text in it';
  switch (thing.kind) {
    case 'filter': {
      // AWS tells it of every filter; without it a filter looks at log events as they came.
      const { applyOnTransformedLogs = false, ...input } = thing.input;
      if (applyOnTransformedLogs || wasTransformed(thing))
        return "Terraform's metric filter has no applyOnTransformedLogs";
      const other = Object.keys(input).find((member) => !FILTER_MEMBERS.has(member));
      if (other !== undefined) return `Terraform's metric filter has no ${other}`;
      return thing.input.metricTransformations.length === 1 ? null : "Terraform's metric filter has one transformation";
    }
    case 'alarm': {
      const other = Object.keys(thing.input).find((member) => !ALARM_MEMBERS.has(member));
      return other === undefined ? null : `Terraform's alarm has no ${other}`;
    }
    case 'subscription':
      return PROTOCOLS.has(thing.protocol) ? null : `Terraform knows no subscription by ${thing.protocol}`;
    case 'topic-policy':
    case 'bucket-policy':
    case 'role-policy':
    case 'key':
      return isDocument(thing.policy) ? null : 'its policy cannot be read';
    case 'role':
      return isDocument(thing.trust) ? null : 'its policy cannot be read';
    case 'log-group':
    case 'bucket':
    case 'public-access-block':
    case 'trail':
    case 'topic':
    case 'alias':
      return null;
  }
}

/** Terraform would leave it as it is. */
function wasTransformed({ changes }: ThingOf<'filter'>): boolean {
  return changes.some(({ undo }) =>
    undo.some((step) => step.operation === 'logs:PutMetricFilter' && step.input.applyOnTransformedLogs === true),
  );
}

/** Every text in a value, keys included. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}

function isKept(text: string): boolean {
  return text.normalize('NFC') === text && !/[\0\p{Cs}]/u.test(text);
}
