import { anyName, type WorldControl } from './controls.js';
import type { Caller, Cell, Truth } from './truth.js';

/** A way to write a pattern for a control of named events, and what it matches of the control's own events. */
export interface PatternVariant {
  readonly pattern: string;
  readonly covers: (cell: Cell) => Truth;
}
export type WritePattern = (control: WorldControl) => PatternVariant;

const all = (): Truth => 'holds';
const none = (): Truth => 'broken';
const without =
  (name: string | undefined) =>
  (cell: Cell): Truth =>
    cell.name === name ? 'broken' : 'holds';

const sourced = (control: WorldControl, names: string) => `{ ($.eventSource = ${control.source}) && (${names}) }`;

/** Patterns that look different and match every event of the control. */
export const SOUND_PATTERNS = {
  printed: (control) => ({ pattern: `{ ${control.core} }`, covers: all }),
  'names swapped': (control) => ({ pattern: sourced(control, anyName([...control.names].reverse())), covers: all }),
  'no source': (control) => ({ pattern: `{ ${anyName(control.names)} }`, covers: all }),
  quoted: (control) => ({
    pattern: `{ ($.eventSource = "${control.source}") && (${control.names.map((name) => `($.eventName = "${name}")`).join(' || ')}) }`,
    covers: all,
  }),
  'a regex of the names': (control) => ({ pattern: `{ $.eventName = %${control.names.join('|')}% }`, covers: all }),
  'wildcards on the names': (control) => ({
    pattern: sourced(control, anyName(control.names.map((name) => `${name.slice(0, -2)}*`))),
    covers: all,
  }),
  'every event of the service': (control) => ({ pattern: `{ $.eventSource = ${control.source} }`, covers: all }),
  'every event': () => ({ pattern: '', covers: all }),
  'any event name': () => ({ pattern: '{ $.eventName = * }', covers: all }),
  terms: (control) => ({ pattern: control.names.map((name) => `?${name}`).join(' '), covers: all }),
  'successes only': (control) => ({ pattern: `{ (${control.core}) && ($.errorCode NOT EXISTS) }`, covers: all }),
  'reads excluded': (control) => ({ pattern: `{ (${control.core}) && ($.eventName != Describe*) }`, covers: all }),
} satisfies Record<string, WritePattern>;

/** Patterns that look right and match less. */
export const FAULTY_PATTERNS = {
  'one name missing': (control) => ({
    pattern: sourced(control, anyName(control.names.slice(1))),
    covers: without(control.names[0]),
  }),
  'the last name misspelled': (control) => ({
    pattern: sourced(control, anyName([...control.names.slice(0, -1), `${control.names.at(-1)}s`])),
    covers: without(control.names.at(-1)),
  }),
  'a name in lower case': (control) => ({
    pattern: sourced(control, anyName([control.names[0]!.toLowerCase(), ...control.names.slice(1)])),
    covers: without(control.names[0]),
  }),
  'names joined by and': (control) => ({
    pattern: `{ ($.eventSource = ${control.source}) && ${control.names
      .slice(0, 2)
      .map((name) => `($.eventName = ${name})`)
      .join(' && ')} }`,
    covers: none,
  }),
  'another source': (control) => ({
    pattern: `{ ($.eventSource = ${control.source?.replace('.amazonaws.com', '.amazon.com')}) && (${anyName(control.names)}) }`,
    covers: none,
  }),
  'a wildcard that starts too late': (control) => ({
    pattern: sourced(control, anyName([`${control.names[0]}?*`.replace('?', 'X'), ...control.names.slice(1)])),
    covers: without(control.names[0]),
  }),
  'an excluded term': (control) => ({
    pattern: `-${control.names[0]}`,
    covers: (cell) => (cell.name === control.names[0] ? 'broken' : 'open'),
  }),
} satisfies Record<string, WritePattern>;

/** One more condition that a pattern is given, with what it does to the events of each kind. */
export interface Guard {
  readonly text: string;
  readonly lets: (cell: Cell) => boolean;
  /** The answer is the same for every event of a cell; otherwise some of a cell's events may still be missed. */
  readonly exact?: boolean;
}

const callers =
  (...of: Caller[]) =>
  ({ caller }: Cell) =>
    of.includes(caller);

export const GUARDS = {
  'not terraform': {
    text: '$.userIdentity.sessionContext.sessionIssuer.userName != "terraform"',
    lets: callers('role', 'service'),
  },
  'not by a service': { text: '$.userIdentity.invokedBy != "cloudformation.amazonaws.com"', lets: () => false },
  'no service at all': {
    text: '$.userIdentity.invokedBy NOT EXISTS',
    lets: callers('root', 'iam-user', 'role', 'role-terraform'),
  },
  'not from a service': {
    text: '$.sourceIPAddress != "cloudformation.amazonaws.com"',
    lets: callers('root', 'iam-user', 'role', 'role-terraform'),
  },
  'root only': { text: '$.userIdentity.type = "Root"', lets: callers('root') },
  'not root': { text: '$.userIdentity.type != "Root"', lets: callers('iam-user', 'role', 'role-terraform', 'service') },
  'no roles': { text: '$.userIdentity.type != "AssumedRole"', lets: callers('root', 'iam-user') },
  'not a terraform ARN': {
    text: '$.userIdentity.arn != "*terraform*"',
    lets: callers('root', 'iam-user', 'role', 'service'),
  },
  'failures only': { text: '$.errorCode = "*"', lets: ({ error }) => error !== null },
  'another account': { text: '$.recipientAccountId = "999999999999"', lets: () => false },
  'one Region': { text: '$.awsRegion = "us-east-1"', lets: ({ region }) => region === 'us-east-1', exact: true },
  'not one Region': { text: '$.awsRegion != "us-east-1"', lets: ({ region }) => region !== 'us-east-1', exact: true },
  'Regions of America': { text: '$.awsRegion = "us-*"', lets: ({ region }) => region.startsWith('us-'), exact: true },
  'IAM users': { text: '$.userIdentity.type = "IAMUser"', lets: callers('iam-user'), exact: true },
  'all but IAM users': {
    text: '($.userIdentity.type != "IAMUser") || ($.userIdentity.type NOT EXISTS)',
    lets: callers('root', 'role', 'role-terraform', 'service'),
    exact: true,
  },
  'a key by its ARN': { text: '$.requestParameters.keyId = "arn:aws:kms:*"', lets: () => false },
} satisfies Record<string, Guard>;

export function guarded(control: WorldControl, guard: Guard): PatternVariant {
  return {
    pattern: `{ (${control.core}) && (${guard.text}) }`,
    covers: (cell) => (guard.lets(cell) ? (guard.exact ? 'holds' : 'open') : 'broken'),
  };
}
