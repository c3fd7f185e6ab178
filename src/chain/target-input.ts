import type { EventTarget } from '../account/answers.js';
import { isFalse, isTrue } from '../predicate/fold.js';
import { all, any, at, between, type Draft, FALSE, type Step, TRUE, text, type } from '../predicate/predicate.js';
import { ANY_CHAR, repeat } from '../predicate/text.js';
import { doubtful, passing } from './condition.js';
import type { Condition } from './link.js';

const READS = ['events:ListTargetsByRule'] as const;
const CODE = 'message';
const MEND = 'let the target’s message hold words of its own beside what it takes from the event';

/**
 * SNS refuses an empty message, and a target may make one: by an input of nothing, by a path that leads to nothing, or by a template of
 * variables alone, because a variable whose path the event does not have is not put in (EventBridge user guide, "Input
 * transformation"). Only what every event surely has counts.
 */
export function messageOf(target: EventTarget): readonly Condition[] {
  const made = messageDraft(target);
  if (made === null || isTrue(made.surely)) return [];
  const message = `whether ${made.what} is never empty is not known, and SNS takes no empty message`;
  const why = { code: 'target-message', message };
  if (isFalse(made.surely)) return [doubtful(CODE, why, READS, MEND)];
  return [passing(CODE, between(made.surely, TRUE, why), message, READS, MEND)];
}

interface Made {
  /** The records of which the message surely has some text. */
  readonly surely: Draft;
  readonly what: string;
}

function messageDraft({ Input, InputPath, InputTransformer }: EventTarget): Made | null {
  if (Input !== undefined) return { surely: hasText(Input) ? TRUE : FALSE, what: 'its fixed input' };
  if (InputPath !== undefined) return { surely: found(InputPath), what: `what it takes from \`${InputPath}\`` };
  if (InputTransformer === undefined) return null;
  const what = 'what its input transformer makes of an event';
  if (!isRecord(InputTransformer)) return { surely: FALSE, what };
  const { InputTemplate: template, InputPathsMap: paths } = InputTransformer;
  if (typeof template !== 'string') return { surely: FALSE, what };
  if (hasText(template.replace(VARIABLE, ''))) return { surely: TRUE, what };
  const names = [...template.matchAll(VARIABLE)].map(([, name]) => name ?? '');
  return { surely: any(...names.map((name) => variable(name, paths))), what };
}

export const VARIABLE = /<([^<>\s"]*)>/g;

/** Quotes and blanks alone are no text: what is left of them in the message is not documented. */
const hasText = (words: string): boolean => !/^(?:["\s]|\\[nrt"])*$/.test(words);

/** The variables that EventBridge has for every event. */
export const ALWAYS = ['rule-arn', 'rule-name', 'event.ingestion-time', 'event', 'event.json'].map(
  (name) => `aws.events.${name}`,
);

/** The records of which a variable of a template surely has a value. */
export function variable(name: string, paths: unknown): Draft {
  if (ALWAYS.includes(name)) return TRUE;
  const path = isRecord(paths) && Object.hasOwn(paths, name) ? paths[name] : undefined;
  return typeof path === 'string' ? found(path) : FALSE;
}

export const ENVELOPE = ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail'];
/** `""` and `null` are no text. */
const SOMETHING: Draft = any(
  ...(['true', 'false', 'number', 'object', 'array'] as const).map(type),
  all(type('string'), text(repeat(ANY_CHAR, 1, null))),
);

/** The records in whose event this path surely leads to something. A path that is not read here surely leads nowhere. */
function found(path: string): Draft {
  const steps = stepsOf(path);
  if (steps === null) return FALSE;
  const [first, ...rest] = steps;
  if (first === undefined) return TRUE;
  if (typeof first !== 'object' || !('key' in first) || !ENVELOPE.includes(first.key)) return FALSE;
  if (rest.length === 0) return TRUE;
  return first.key === 'detail' ? at<Draft>(rest, SOMETHING) : FALSE;
}

export function stepsOf(path: string): readonly Step[] | null {
  if (!/^\$(?:\.[\w/-]+|\[\d+\])*$/.test(path)) return null;
  return [...path.matchAll(/\.([\w/-]+)|\[(\d+)\]/g)].map(
    ([, key, index]): Step => (key === undefined ? { index: Number(index) } : { key }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
