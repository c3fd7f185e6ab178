import { parseArn } from '../../account/arn.js';
import { add, type Bench, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { freeName } from '../free-name.js';
import { topicsIn } from '../look.js';
import { topicsOfAlarms } from '../orphans.js';
import { step } from '../step.js';

export const TOPIC_NAME = 'trailproof-alerts';

export interface NewTopic {
  readonly bench: Bench;
  readonly arn: string;
}

/** A topic with the policy that SNS gives: the alarms of its account may publish. `name`: of one that is named already, and missing. */
export function newTopic(bench: Bench, region: string, name?: string): NewTopic {
  const { account, partition } = bench.account;
  const prefix = `arn:${partition}:sns:${region}:${account}:`;
  const chosen =
    name ??
    freeName(
      TOPIC_NAME,
      topicsIn(bench.account).flatMap((arn) => (arn.startsWith(prefix) ? (parseArn(arn)?.resource ?? []) : [])),
    );
  const arn = `${prefix}${chosen}`;
  const isNamed = topicsOfAlarms(bench.account, region).includes(arn);
  const made = add(bench, WEIGHT.topic, {
    step: step('sns:CreateTopic', region, { Name: chosen }),
    title: `create the topic \`${chosen}\` in ${region}`,
    link: { kind: 'topic', id: arn },
    risk: 'adds',
    warning: null,
    cost: COST.messages,
    // It was named by alarms before it was there, and is not taken away from under them.
    notUndone: isNamed ? 'the topic stays as long as alarms of yours notify it' : null,
  });
  return { bench: made, arn };
}
