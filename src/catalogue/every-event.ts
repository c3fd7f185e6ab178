import { all, any, at, is, not, type Predicate, type Step, type } from '../predicate/predicate.js';
import { solve } from '../prove/solve.js';

/** What every record has (CloudTrail user guide, "CloudTrail record contents"), and fields that are computed of them. */
const ALWAYS: readonly (readonly Step[])[] = [
  ...['eventVersion', 'eventSource', 'eventName', 'eventTime', 'eventID', 'awsRegion', 'eventType'].map((key) => [
    { key },
  ]),
  [{ key: 'userIdentity' }, { key: 'type' }],
  [{ key: '@timestamp' }, 'element'],
];

/** What Elastic's pipeline takes for no value; no record says so of what it must have. */
const ABSENT = ['', '-', 'none'];

const RECORD: Predicate = all(
  ...ALWAYS.map((path) => at([...path], all(type('string'), not(any(...ABSENT.map((word) => is(word))))))),
  at([{ key: 'event.outcome' }, 'element'], any(is('success'), is('failure'))),
);

/** Is it true of whatever CloudTrail writes? What the prover cannot decide counts as not. */
export const holdsOfEveryEvent = (predicate: Predicate): boolean =>
  solve(all(RECORD, not(known(predicate)))).kind === 'none';

/** Derived fields are opaque to the prover: here each is a member of the record, which may have any value. */
function known(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return { ...predicate, of: predicate.of.map(known) };
    case 'not':
      return { ...predicate, of: known(predicate.of) };
    case 'at': {
      const { step } = predicate;
      const own: Step = typeof step === 'object' && 'derived' in step ? { key: step.derived } : step;
      return { ...predicate, step: own, of: known(predicate.of) };
    }
    case 'type':
    case 'text':
    case 'number':
      return predicate;
  }
}
