import type { Account } from '../../src/account/account.js';
import { loadControls } from '../../src/catalogue/load.js';
import type { Plan } from '../../src/change/change.js';
import { type PlanInput, plan } from '../../src/change/plan.js';

// Relative to the repository, in which the tests are started.
export const { controls: CATALOGUE } = loadControls(['catalogue/controls']);
export const DEFAULT = CATALOGUE.filter(({ isDefault }) => isDefault);

export const ADDRESS = { protocol: 'email', endpoint: 'you@example.com' };

export function planFor(account: Account, slugs: readonly string[], options: Partial<PlanInput> = {}): Plan {
  return plan({
    account,
    accounts: [account],
    controls: CATALOGUE.filter(({ slug }) => slugs.includes(slug)),
    catalogue: CATALOGUE,
    benchmark: 'cis-7.0',
    includeAttempts: false,
    subscribe: [],
    topic: null,
    literal: false,
    generatedAt: '2026-03-01T12:00:01.000Z',
    tool: { name: 'trailproof', version: '0.1.0' },
    ...options,
  });
}

/** What is done, in short: `PutMetricFilter adds`. */
export function brief({ changes }: Plan): readonly string[] {
  return changes.map(({ step, risk }) => `${step.operation.split(':')[1]} ${risk}`);
}
