import { decide, doubtsMet } from '../../predicate/doubts-met.js';
import { isObject, type Json, parseJson } from '../../predicate/json.js';
import type { Draft, Reason } from '../../predicate/predicate.js';
import { toDraft } from './draft.js';
import { hasDuplicateKeys } from './duplicate-keys.js';
import { messageFields } from './message-fields.js';
import type { FilterPattern } from './pattern.js';
import { DUPLICATE_KEY, FIELD_SPLIT, NESTED, ROOT_TYPE } from './reasons.js';

/** `null`: not known, for these reasons. There are reasons only then. */
export interface MessageMatch {
  readonly matches: boolean | null;
  readonly reasons: readonly Reason[];
}

const MATCHED: MessageMatch = { matches: true, reasons: [] };
const MISSED: MessageMatch = { matches: false, reasons: [] };
const undecided = (...reasons: readonly Reason[]): MessageMatch => ({ matches: null, reasons });

/** Does AWS find the pattern in this log message? A JSON pattern never matches a message that is not JSON. */
export function matchMessage(pattern: FilterPattern, message: string): MessageMatch {
  switch (pattern.kind) {
    case 'json':
      return matchJson(pattern, message);
    case 'delimited': {
      const { value, certain } = messageFields(message);
      const match = matchValue(pattern, value);
      return certain || pattern.fields.length === 0 ? match : undecided(FIELD_SPLIT, ...match.reasons);
    }
    case 'match-all':
    case 'terms':
    case 'regex':
      return matchValue(pattern, message);
  }
}

function matchJson(pattern: FilterPattern, message: string): MessageMatch {
  const value = readJson(message);
  if (value === undefined) return MISSED;
  if (value === 'too deep') return undecided(NESTED, ...pattern.doubts);
  return matchRead(pattern, message, value.read);
}

function matchRead(pattern: FilterPattern, message: string, value: Json): MessageMatch {
  if (hasDuplicateKeys(message)) return undecided(DUPLICATE_KEY, ...pattern.doubts);
  const match = matchValue(pattern, value);
  return isObject(value) || match.matches === false ? match : undecided(ROOT_TYPE, ...match.reasons);
}

/** undefined: it is not JSON. */
function readJson(message: string): { readonly read: Json } | 'too deep' | undefined {
  try {
    return { read: parseJson(message) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof RangeError) return 'too deep';
    throw error;
  }
}

const drafts = new WeakMap<FilterPattern, Draft>();

function matchValue(pattern: FilterPattern, value: Json): MessageMatch {
  let draft = drafts.get(pattern);
  if (!draft) {
    draft = toDraft(pattern, 'message');
    drafts.set(pattern, draft);
  }
  const matches = decide(draft, value);
  if (matches === null) return undecided(...doubtsMet(draft, value));
  return matches ? MATCHED : MISSED;
}
