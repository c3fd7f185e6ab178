import type { Account } from '../account/account.js';
import { seesAwsEvents } from '../account/rule-relevance.js';
import { groupFedBy } from './group-fed.js';
import { handedOnTo, isLoggingIn, rulesIn, targetsOf, trailsIn } from './look.js';
import type { Step } from './step.js';

/**
 * What beside alarms hears of events from this step on, in words: whatever takes what the log group gets, and the rules of EventBridge,
 * which see calls only while a trail records them.
 */
export function heardAgain(step: Step, account: Account): readonly string[] {
  const group = groupFedBy(step, account);
  const destinations = group ? handedOnTo(account, group.region, group.name) : [];
  return [
    ...destinations.map((arn) => `the log group \`${group!.name}\` hands what it gets on to ${arn}`),
    ...rulesFedBy(step, account),
  ];
}

function rulesFedBy(step: Step, account: Account): readonly string[] {
  if (step.operation !== 'cloudtrail:StartLogging' && step.operation !== 'cloudtrail:UpdateTrail') return [];
  const others = trailsIn(account).filter(({ TrailARN: arn }) => arn !== undefined && arn !== step.input.Name);
  if (others.some(({ TrailARN: arn }) => isLoggingIn(account, arn!))) return [];
  return account.regions.flatMap((region) =>
    rulesIn(account, region)
      .filter((rule) => rule.State !== 'DISABLED' && seesAwsEvents(rule))
      .flatMap(({ Name = '' }) => {
        const targets = targetsOf(account, region, Name);
        const words = `the rule \`${Name}\` in ${region} hears of calls then, and gives them to ${targets.join(' and ')}`;
        return targets.length === 0 ? [] : [words];
      }),
  );
}
