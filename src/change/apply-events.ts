import type { Account } from '../account/account.js';
import type { EventRule } from '../account/answers.js';
import { withItems } from './edit-reads.js';
import type { WriteInputs } from './step.js';

/** A rule that is enabled for all management events stays so. */
export function enableRule(account: Account, region: string, { Name }: WriteInputs['events:EnableRule']): Account {
  return inRule(account, region, Name, (rule) =>
    rule.State?.startsWith('ENABLED') ? rule : { ...rule, State: 'ENABLED' },
  );
}

export function disableRule(account: Account, region: string, { Name }: WriteInputs['events:DisableRule']): Account {
  return inRule(account, region, Name, (rule) => ({ ...rule, State: 'DISABLED' }));
}

function inRule(account: Account, region: string, name: string, change: (rule: EventRule) => EventRule): Account {
  const rules = { region, operation: 'events:ListRules', input: {} } as const;
  return withItems<EventRule>(account, rules, 'Rules', (rule) => (rule.Name === name ? change(rule) : rule));
}
