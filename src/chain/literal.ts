import type { Account } from '../account/account.js';
import type { Control } from '../catalogue/control.js';
import { filterChains } from './benchmark-filter.js';
import { type TrailSteps, trailSteps } from './benchmark-trail.js';

/**
 * Would Security Hub's check of the same control pass? It compares the pattern's text with the one that CIS prescribes ("additional
 * fields or terms cannot be added"; we leave blanks aside), and follows the printed steps for the account's own multi-Region
 * trails. Null when it cannot be told: the check does not exist; it answers NO_DATA (the multi-Region trails belong to other
 * accounts) or WARNING (subscriptions not readable); something was not read; or the documentation does not say how it counts
 * (advanced event selectors; sources other than KMS excluded).
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export function literalOf(account: Account, control: Control): boolean | null {
  if (control.literalPattern === null) return null;
  const wanted = withoutBlanks(control.literalPattern);
  const answers = trailSteps(account, [account]).map((steps): boolean | null => {
    if (steps.trail && isForeign(steps, account)) return null;
    return least([
      steps.multiRegion.holds,
      capturesManagement(steps, control),
      steps.group
        ? most(
            filterChains(steps.group, control, (pattern) => withoutBlanks(pattern) === wanted).map((chain) =>
              least(chain.map(({ holds }) => holds)),
            ),
          )
        : steps.multiRegion.holds === null
          ? null
          : false,
    ]);
  });
  return most(answers);
}

function isForeign(steps: TrailSteps, account: Account): boolean {
  return steps.trail?.IsMultiRegionTrail === true && steps.trail.TrailARN?.split(':')[4] !== account.account;
}

/** Excluding KMS is documented to fail the check of key loss; what other exclusions and advanced selectors do is not documented. */
function capturesManagement(steps: TrailSteps, control: Control): boolean | null {
  if (steps.excluded.includes('kms.amazonaws.com') && control.slug === 'kms-key-loss') return false;
  if (steps.advanced || steps.excluded.length > 0) return null;
  return steps.management.holds;
}

/** A text without its blanks; those inside quotes count. */
function withoutBlanks(pattern: string): string {
  return pattern.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (piece) => (piece.startsWith('"') ? piece : ''));
}

function least(of: readonly (boolean | null)[]): boolean | null {
  return of.includes(false) ? false : of.includes(null) ? null : true;
}

function most(of: readonly (boolean | null)[]): boolean | null {
  return of.includes(true) ? true : of.includes(null) ? null : false;
}
