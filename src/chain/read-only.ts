import { SERVICES } from '../cloudtrail/shapes-of.js';
import { SIGN_IN } from '../cloudtrail/sign-in.js';
import {
  all,
  any,
  at,
  between,
  type Draft,
  FALSE,
  is,
  not,
  type Predicate,
  text,
  type,
} from '../predicate/predicate.js';
import { choice, literal } from '../predicate/text.js';

const of = (eventSource: string, names: readonly string[]): Predicate =>
  all(
    at(['eventSource'], is(eventSource)),
    at(['eventName'], all(type('string'), text(choice(...names.map(literal))))),
  );

/** The events that are described one by one are all writes, whether or not their record says so (`isWriteEvent`). */
const KNOWN_WRITE: Predicate = any(
  ...SERVICES.map(({ eventSource, events }) =>
    of(
      eventSource,
      events.map(({ eventName }) => eventName),
    ),
  ),
  of(SIGN_IN.eventSource, [SIGN_IN.eventName]),
);

const NOT_TOLD: Predicate = not(at(['readOnly'], any(type('true'), type('false'))));
const WHY = {
  code: 'read-only-missing',
  message: 'the record does not say whether the call was read-only, and that decides',
};

/** Calls that change something. The record's `readOnly` may be missing, in old records above all; the call itself decides then. */
export const WRITES: Draft = any(
  at(['readOnly'], type('false')),
  all<Draft>(NOT_TOLD, between(KNOWN_WRITE, all(), WHY)),
);

/** Calls that only read. */
export const READS_ONLY: Draft = any(
  at(['readOnly'], type('true')),
  all<Draft>(NOT_TOLD, between(FALSE, not(KNOWN_WRITE), WHY)),
);
