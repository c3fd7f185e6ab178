import { describe, expect, it } from 'vitest';
import { FAULTY_GROUPS } from './group-variants.js';
import { accountOf, control, filterIn, planFor } from './mend.case.js';
import { groupsOf } from './reads.js';
import { eventRule } from './rule-variants.js';
import type { World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { customerKey } from './world.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:lock-everybody';

function warnings(change: (made: World) => void): string {
  const account = accountOf(change);
  return planFor(account, ['kms-key-loss'])
    .changes.flatMap(({ warning }) => warning ?? [])
    .join('\n');
}

/** A rule of somebody else's, which gives what it hears to a function. */
function ruleTo(made: World, name: string, pattern: object): void {
  const spec = eventRule(made, 'us-east-1', control, topicsOf(made)[0]!);
  const Arn = `arn:aws:events:us-east-1:111122223333:rule/${name}`;
  Object.assign(spec.rule, { Name: name, Arn, EventPattern: JSON.stringify(pattern) });
  spec.targets = [{ Id: '1', Arn: FUNCTION }];
  made.rules.push(spec);
}
const calls = { source: ['aws.ec2'], 'detail-type': ['AWS API Call via CloudTrail'] };

describe('who hears of events again when a trail is started is said', () => {
  const stop = (made: World) => FAULTY_TRAILS.stopped(made, made.trails[0]!);

  it('rules, which hear of calls only while a trail records them', () => {
    const said = warnings((made) => {
      stop(made);
      ruleTo(made, 'machines', calls);
    });
    expect(said).toContain(`the rule \`machines\` in us-east-1 hears of calls then, and gives them to ${FUNCTION}`);
  });

  it('whatever takes what the log group gets', () => {
    const said = warnings((made) => {
      stop(made);
      groupsOf(made)[0]!.subscriptionFilters.push({ filterName: 'siem', filterPattern: '', destinationArn: FUNCTION });
    });
    expect(said).toMatch(/the log group `[^`]+` hands what it gets on to arn:aws:lambda:.*lock-everybody/);
  });
});

it('a rule that hears of all alarms is named where one is made to ring for more', () => {
  const said = warnings((made) => {
    filterIn(made).alarms[0]!.alarm.Threshold = 5;
    ruleTo(made, 'on-alarm', { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] });
  });
  expect(said).toContain('the rule `on-alarm` hears of each change of the alarm’s state');
});

describe('a log group in the place of one that serves no filter', () => {
  const planOf = (members: object, change: (made: World) => void = () => {}) =>
    planFor(
      accountOf((made) => {
        const spec = groupsOf(made)[0]!;
        FAULTY_GROUPS['infrequent access'](made, spec);
        Object.assign(spec.group, members);
        change(made);
      }),
      ['kms-key-loss'],
    );
  const retained = (members: object) =>
    planOf(members).changes.flatMap(({ step }) =>
      step.operation === 'logs:PutRetentionPolicy' ? [step.input.retentionInDays] : [],
    );

  it('keeps what it gets as long as the old one did', () => {
    expect(retained({ retentionInDays: 3653 })).toEqual([3653]);
    expect(retained({ retentionInDays: undefined })).toEqual([]);
  });

  it('is not encrypted as the old one was, which is said', () => {
    const said = planOf({}, (made) => {
      const key = customerKey(made, 'us-east-1', []);
      groupsOf(made)[0]!.group.kmsKeyId = key.metadata.Arn!;
    }).changes.flatMap(({ warning }) => warning ?? []);
    expect(said.join()).toMatch(/is not encrypted with arn:aws:kms:[^ ]+, as what the trail delivers is now/);
  });
});
