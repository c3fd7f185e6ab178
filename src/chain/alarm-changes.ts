import type { Account } from '../account/account.js';
import type { EventRule } from '../account/answers.js';
import { answerTo, itemsOf } from '../account/view.js';
import { constant } from '../languages/eventbridge/envelope.js';
import { parse, toDraft } from '../languages/eventbridge/index.js';
import { onObject, onString } from '../languages/eventbridge/partial.js';
import { isFalse } from '../predicate/fold.js';
import { type Draft, FALSE, unknown } from '../predicate/predicate.js';
import { doubtful } from './condition.js';
import type { Link } from './link.js';
import type { Spot } from './missing.js';

/** The rules of one Region that are not disabled: some may listen to what the alarms there do. */
export function rulesBeside(account: Account, region: string): readonly EventRule[] {
  const answer = answerTo(account, region, 'events:ListRules');
  const rules = answer.kind === 'answered' ? itemsOf<EventRule>(answer.pages, 'Rules') : [];
  return rules.filter(({ State, EventPattern }) => State !== 'DISABLED' && EventPattern !== undefined);
}

/**
 * Every change of an alarm's state goes to EventBridge, whether the alarm has actions or not, and a rule there may tell somebody (user
 * guide of CloudWatch, "Alarm events and EventBridge"). Where it leads was not followed: a link in doubt for each rule that may match.
 */
export function listeners(rules: readonly EventRule[], alarmArn: string, spot: Spot): readonly Link[] {
  return rules
    .filter((rule) => mayHear(rule, alarmArn, spot))
    .map((rule) => {
      const message = `the rule \`${rule.Name ?? '?'}\` may hear of the alarm’s change of state, and whom it tells was not read`;
      return {
        kind: 'rule',
        id: rule.Arn ?? rule.Name ?? '(no name)',
        account: spot.account,
        region: spot.region,
        conditions: [doubtful('alarm-change', { code: 'alarm-change', message }, ['events:ListRules'])],
      };
    });
}

const OPEN = {
  code: 'alarm-change',
  message: 'what stands in this field of the change is not known before it happens',
};
const open = unknown(OPEN);

function mayHear({ EventPattern = '' }: EventRule, alarmArn: string, { account, region }: Spot): boolean {
  const parsed = parse(EventPattern);
  if (!parsed.ok) return EventPattern.includes('CloudWatch Alarm State Change');
  const name = alarmArn.slice(alarmArn.indexOf(':alarm:') + ':alarm:'.length);
  const known: Readonly<Record<string, string>> = {
    version: '0',
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account,
    region,
  };
  const state = (key: string, of: Draft): Draft => (key === 'value' ? constant(of, 'ALARM') : open);
  const detail = (key: string, of: Draft): Draft => {
    if (key === 'alarmName') return constant(of, name);
    return key === 'state' ? onObject(of, state) : open;
  };
  const draft = onObject(toDraft(parsed.pattern), (key, of) => {
    if (Object.hasOwn(known, key)) return constant(of, known[key]!);
    if (key === 'resources') return constant(of, [alarmArn]);
    if (key === 'detail') return onObject(of, detail);
    return key === 'id' || key === 'time' ? onString(of, OPEN) : FALSE;
  });
  return !isFalse(draft);
}
