import type { Account } from '../../src/account/account.js';
import { compile } from './account-builder.js';
import { controlOf } from './controls.js';
import { setPattern } from './filter-variants.js';
import { GUARDS, guarded } from './pattern-variants.js';
import { groupsOf } from './reads.js';
import { filterName, world } from './world.js';

/**
 * The recorded account of the demonstration. Every name looks right, and fourteen controls are proved; the key loss filter was
 * once given a guard against the noise of deployments. A comparison with `!=` is false where the field is missing, so the
 * filter sees no IAM user, no root and no AWS service: none of them has a session issuer.
 */
export function silentKeyLoss(): Account {
  const made = world({ regions: ['eu-central-1', 'us-east-1', 'us-west-2'], home: 'eu-central-1' });
  const control = controlOf('kms-key-loss');
  const filter = groupsOf(made)
    .flatMap((group) => group.filters)
    .find((one) => one.filter.filterName === filterName(control));
  if (!filter) throw new Error('the account has no filter for key loss');
  setPattern(filter, control, guarded(control, GUARDS['not terraform']), true);
  return compile(made);
}
