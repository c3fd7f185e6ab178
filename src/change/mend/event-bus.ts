import { parseArn } from '../../account/arn.js';
import type { Condition, Link } from '../../chain/link.js';
import { recording } from '../../chain/links/trail.js';
import { trailsOf } from '../../chain/trails.js';
import { isTrue } from '../../predicate/fold.js';
import { add, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { busIn, keyOf, keyPolicyOf } from '../look.js';
import { busKeyStatements, withStatement } from '../policies.js';
import type { Open } from '../proof.js';
import { step } from '../step.js';
import { worldOf } from '../task.js';
import { type Mend, only } from './mend.js';
import { withRecording } from './trail.js';

/** A trail that logs, and a key that EventBridge may use. Which key encrypts the bus is not changed. */
export const mendEventBus: Mend = (bench, { link, failing, open }): Bench | null => {
  if (!only(failing, 'trail', 'key', 'key-policy')) return null;
  const ofKey = failing.has('key') || failing.has('key-policy');
  const recorded = failing.has('trail') || !ofKey ? seen(bench, open) : bench;
  return recorded && ofKey ? usable(recorded, link, failing) : recorded;
};

/** EventBridge sees API calls only where a trail logs them: the first trail of the account's own that can be made to. */
function seen(bench: Bench, open: readonly Open[]): Bench | null {
  const world = worldOf(bench.task, bench.account);
  for (const known of trailsOf(world).known) {
    if (known.owner !== bench.account.account) continue;
    const lacking = recording(world, known, known.trail).filter(({ passes }: Condition) => !isTrue(passes));
    const made = withRecording(bench, known.arn, new Set(lacking.map(({ code }) => code)), open);
    if (made) return made;
  }
  return null;
}

/** A key of the account's own. */
function usable(bench: Bench, { id, account, region }: Link, failing: ReadonlySet<string>): Bench | null {
  const own = bench.account.account;
  const spelled = busIn(bench.account, region)?.KmsKeyIdentifier ?? '';
  const place = parseArn(spelled) ?? { account, region };
  const key = spelled === '' ? null : keyOf(bench.account, place.region, spelled);
  if (key?.Arn === undefined || account !== own || place.account !== own) return null;
  const about = { link: { kind: 'event-bus', id }, cost: COST.none, notUndone: null } satisfies Partial<Proposal>;
  let made = bench;
  if (failing.has('key')) {
    if (key.KeyState !== 'Disabled') return null;
    made = add(made, WEIGHT.changes, {
      ...about,
      step: step('kms:EnableKey', place.region, { KeyId: key.Arn }),
      title: `enable the key \`${key.KeyId ?? key.Arn}\`, with which the event bus of ${region} is encrypted`,
      risk: 'changes',
      warning: 'somebody may have disabled it on purpose; whatever else it encrypts can be read again',
    });
  }
  if (!failing.has('key-policy')) return made;
  const policy = busKeyStatements(id).reduce<string | null>(
    (text, statement) => withStatement(text ?? undefined, statement),
    keyPolicyOf(made.account, place.region, key.Arn),
  );
  if (policy === null) return null;
  return add(made, WEIGHT.adds, {
    ...about,
    step: step('kms:PutKeyPolicy', place.region, { KeyId: key.Arn, PolicyName: 'default', Policy: policy }),
    title: `let EventBridge use the key \`${key.KeyId ?? key.Arn}\` for the event bus of ${region}: two statements more in its policy`,
    risk: 'adds',
    warning: null,
  });
}
