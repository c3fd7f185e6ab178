import type { EventTarget } from '../account/answers.js';
import { isFalse, isTrue } from '../predicate/fold.js';
import { all, any, at, between, type Draft, FALSE, is, not, TRUE, text, type } from '../predicate/predicate.js';
import { ANY_TEXT, chars, sequence } from '../predicate/text.js';
import { doubtful, passing } from './condition.js';
import type { Condition } from './link.js';
import { ALWAYS, ENVELOPE, stepsOf, VARIABLE, variable } from './target-input.js';

const READS = ['events:ListTargetsByRule'] as const;
const CODE = 'template';
const MEND = 'let the target’s message take from the event only fields that hold no quotation marks, or nothing';

/**
 * EventBridge puts values into a template as they are, without escaping them: a quotation mark in one of them ends the text around it.
 * And a template that is JSON is none any more where a variable has no value, because it is left out (EventBridge user guide, "Input
 * transformation", common issues). What becomes of a message that is spoilt like that is not documented. Who calls an API chooses
 * some of the values, the user agent for one.
 */
export function templateOf({ InputTransformer: transformer }: EventTarget): readonly Condition[] {
  if (!isRecord(transformer)) return [];
  const { InputTemplate: template, InputPathsMap: paths } = transformer;
  if (typeof template !== 'string') return [];
  // A variable that is the whole of it is a value, as it would be in an object.
  const isJson = /^\s*(?:[{[]|<[^<>]*>\s*$)/.test(template);
  const open = [...new Set([...template.matchAll(VARIABLE)].map(([, name]) => name ?? ''))]
    .map((name) => ({ name, whole: wholeWith(name, paths, isJson) }))
    .filter(({ whole }) => !isTrue(whole));
  if (open.length === 0) return [];
  const names = open.map(({ name }) => `\`<${name}>\``).join(', ');
  const message = `its input transformer puts in ${names} unescaped, and what becomes of a message that this spoils is not documented`;
  const why = { code: 'target-template', message };
  const whole = all(...open.map((one) => one.whole));
  if (open.some((one) => isFalse(one.whole))) return [doubtful(CODE, why, READS, MEND)];
  return [passing(CODE, between(whole, TRUE, why), message, READS, MEND)];
}

/** The records of which the variable surely leaves the message whole. */
function wholeWith(name: string, paths: unknown, isJson: boolean): Draft {
  const harmless = harmlessValue(name, paths, isJson);
  if (!isJson || isFalse(harmless)) return harmless;
  const there = variable(name, paths);
  if (isTrue(there)) return harmless;
  return isTrue(harmless) ? there : all(there, harmless);
}

/** The records in which the variable has no value, or one that ends no text. Objects belong into JSON alone. */
function harmlessValue(name: string, paths: unknown, isJson: boolean): Draft {
  const whole = isJson ? TRUE : FALSE;
  if (ALWAYS.includes(name)) return name.startsWith('aws.events.event') && !name.endsWith('-time') ? whole : TRUE;
  const path = isRecord(paths) && Object.hasOwn(paths, name) ? paths[name] : undefined;
  const steps = typeof path === 'string' ? stepsOf(path) : null;
  if (steps === null) return FALSE;
  const [first, ...rest] = steps;
  if (first === undefined) return whole;
  if (typeof first !== 'object' || !('key' in first) || !ENVELOPE.includes(first.key)) return TRUE;
  if (first.key !== 'detail') return first.key === 'resources' && rest.length === 0 ? whole : TRUE;
  if (rest.length === 0) return whole;
  const field = String(path).slice('$.detail.'.length);
  if (PLAIN.test(field)) return TRUE;
  const harmful = isJson ? ENDING : any(ENDING, type('object'), type('array'));
  const without = not<Draft>(at<Draft>(rest, harmful));
  return field === 'requestParameters.keyId' ? any(KEY_TAKEN, without) : without;
}

/** Fields whose values AWS makes, or whose characters it limits to those of names, numbers and addresses. */
const PLAIN =
  /^(event(ID|Name|Source|Time|Type|Version|Category)|awsRegion|sourceIPAddress|recipientAccountId|requestID|readOnly|managementEvent|userIdentity\.(type|arn|accountId|accessKeyId|invokedBy|sessionContext\.sessionIssuer\.(type|arn|accountId|userName))|resources\[\d+\]\.(ARN|accountId|type))$/;

/** KMS has done what it was asked, so that the key’s name was one. */
const KEY_TAKEN: Draft = all(at(['eventSource'], is('kms.amazonaws.com')), not(at(['errorCode'], type('string'))));

/** A quotation mark, a backslash or a control character in a text. */
const ENDING: Draft = all(
  type('string'),
  text(sequence(ANY_TEXT, chars([0, 0x1f], [0x22, 0x22], [0x5c, 0x5c]), ANY_TEXT)),
);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
