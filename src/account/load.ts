import type { Account, Operation, Read, ReadError } from './account.js';
import { ANSWER_SHAPES } from './answer-shapes.js';
import { misshapen } from './misshapen.js';
import { OPERATIONS } from './permission.js';

export interface LoadError {
  readonly code: 'not-json' | 'truncated' | 'not-an-account' | 'other-version' | 'malformed';
  /** One line that names the file. */
  readonly message: string;
  readonly help: string;
}

export type Loaded =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly error: LoadError };

const SCHEMA = 'trailproof/account/1';
const AGAIN = 'write it again with `trailproof snapshot -o FILE`';

/** Reads an account file. `name` is how the user called it, for the message. */
export function loadAccount(text: string, name: string): Loaded {
  // Callers of the library may have no types.
  if (typeof text !== 'string') return refuse('not-json', `${name}`, 'is not the text of a file', AGAIN);
  const value = parse(text, name);
  if ('error' in value) return { ok: false, error: value.error };
  const account = value.json;
  if (!isRecord(account)) return refuse('not-an-account', name, 'is JSON, but not an account file', AGAIN);

  const schema = account.schema;
  if (schema !== SCHEMA) {
    if (typeof schema === 'string' && schema.startsWith('trailproof/account/')) {
      return refuse(
        'other-version',
        name,
        `has the schema \`${schema}\`, and this version reads \`${SCHEMA}\``,
        `use the version of trailproof that wrote it, or ${AGAIN}`,
      );
    }
    return refuse('not-an-account', name, 'is JSON, but not an account file', AGAIN);
  }
  if (isDeeperThan(account, MOST_LEVELS))
    return refuse('malformed', name, 'is nested more deeply than anything that AWS answers', AGAIN);
  const fault = faultOf(account);
  if (fault) return refuse('malformed', name, `is not a complete account file: ${fault}`, AGAIN);
  const checked: unknown = account;
  return { ok: true, account: checked as Account };
}

function parse(text: string, name: string): { json: unknown } | { error: LoadError } {
  try {
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    const start = text.trimStart();
    if (start === '') return refuse('truncated', name, 'is empty', AGAIN);
    if (endsEarly(start)) return refuse('truncated', name, 'ends before its end: it was cut off', AGAIN);
    return refuse('not-json', name, 'is not JSON', 'give a file that `trailproof snapshot` wrote');
  }
}

/** AWS's answers have a dozen levels. What is nested deeper could not be walked through without end. */
const MOST_LEVELS = 100;

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}

/** Is this an object whose brackets are still open when the text ends? */
function endsEarly(text: string): boolean {
  if (!text.startsWith('{')) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '"') {
      at++;
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    } else if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') depth--;
  }
  return depth > 0;
}

const MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  tool: (value) => isRecord(value) && value.name === 'trailproof' && typeof value.version === 'string',
  readAt: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value) && !Number.isNaN(Date.parse(value)),
  account: (value) => typeof value === 'string' && /^\d{12}$/.test(value),
  partition: isText,
  caller: isText,
  alias: (value) => value === null || isText(value),
  regions: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  narrowed: (value) => typeof value === 'boolean',
  reads: Array.isArray,
};

function faultOf(account: Readonly<Record<string, unknown>>): string | null {
  for (const [member, holds] of Object.entries(MEMBERS)) {
    if (!(member in account)) return `\`${member}\` is missing`;
    if (!holds(account[member])) return `\`${member}\` has a wrong value`;
  }
  const reads = account.reads as readonly unknown[];
  for (const [index, read] of reads.entries()) {
    const fault = faultOfRead(read);
    if (fault) return `\`reads[${index}]\` ${fault}`;
  }
  return null;
}

function faultOfRead(read: unknown): string | null {
  if (!isRecord(read)) return 'is not an object';
  if (!isText(read.region)) return 'has no `region`';
  if (!isOperation(read.operation)) return 'has an `operation` that this version does not know';
  if (!isRecord(read.input)) return 'has no `input`';
  if (!Array.isArray(read.pages) || !read.pages.every(isRecord)) return 'has no `pages`';
  const { operation } = read;
  for (const [index, page] of read.pages.entries()) {
    const fault = misshapen(page, ANSWER_SHAPES[operation]);
    if (fault !== null) return `is no answer of ${operation}: ${fault} in \`pages[${index}]\``;
  }
  if (read.error === undefined) return read.pages.length > 0 ? null : 'has neither a page nor an `error`';
  return isReadError(read.error) ? null : 'has an `error` that this version does not know';
}

const KINDS = {
  denied: true,
  throttled: true,
  disabled: true,
  unsupported: true,
  'not-found': true,
  truncated: true,
  failed: true,
} as const satisfies Record<ReadError['kind'], true>;

function isReadError(error: unknown): error is Read['error'] {
  return (
    isRecord(error) &&
    typeof error.kind === 'string' &&
    Object.hasOwn(KINDS, error.kind) &&
    typeof error.code === 'string' &&
    typeof error.message === 'string'
  );
}

function isOperation(value: unknown): value is Operation {
  return OPERATIONS.some((operation) => operation === value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function refuse(code: LoadError['code'], name: string, what: string, help: string): { ok: false; error: LoadError } {
  return { ok: false, error: { code, message: `\`${name}\` ${what}`, help } };
}
