import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { NEWEST_BENCHMARK } from '../catalogue/benchmark.js';
import { BUILT_IN_CONTROLS, loadControls } from '../catalogue/load.js';
import { changed, failing, filterAccount, ME, TOPIC, withItem } from '../chain/example-account.case.js';
import { findChains } from './find-chains.js';
import { planDrill } from './plan.js';
import type { StepName } from './record.js';

const KEY_LOSS = loadControls([BUILT_IN_CONTROLS]).controls.find(({ slug }) => slug === 'kms-key-loss')!;
const OPTIONS = { benchmark: NEWEST_BENCHMARK, includeAttempts: false };
const OTHERS = `arn:aws:sns:us-east-1:${ME}:others`;
const TERMINATE = 'arn:aws:automate:us-east-1:ec2:terminate';
const SWF = `arn:aws:swf:us-east-1:${ME}:action/actions/AWS_EC2.InstanceId.Stop/1.0`;
const SCALING = `arn:aws:autoscaling:us-east-1:${ME}:scalingPolicy:1:autoScalingGroupName/web:policyName/in`;
const DISTURBING: readonly StepName[] = ['alarm-state', 'log-event', 'create-key'];

function planned(account: Account) {
  const found = findChains({ control: KEY_LOSS, account, accounts: [account], options: OPTIONS, region: null });
  const { steps, told } = planDrill({ account, accounts: [account], found, steps: DISTURBING });
  const said = Object.fromEntries(steps.map(({ step, warnings }) => [step, warnings.join('; ')]));
  return { steps, said, topics: told.map(({ topic }) => topic) };
}

const alarm = (members: object) => withItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', members);
const parent = (members: object) =>
  changed(filterAccount(), 'cloudwatch:DescribeAlarms', (page) => ({
    ...page,
    CompositeAlarms: [
      {
        AlarmName: 'any',
        AlarmArn: `arn:aws:cloudwatch:us-east-1:${ME}:alarm:any`,
        AlarmRule: 'ALARM("key-loss") AND NOT ALARM(holiday)',
        ActionsEnabled: true,
        AlarmActions: [OTHERS],
        StateValue: 'OK',
        ...members,
      },
    ],
  }));

describe('before an alarm is set off', () => {
  it('nothing is said where it only publishes to the topic that is watched', () => {
    const { said, topics, steps } = planned(filterAccount());
    expect(steps.map(({ cannot }) => cannot)).toEqual([null, null, null]);
    expect(said['alarm-state']).toBe('');
    expect(topics).toEqual([TOPIC]);
  });

  it.each([
    [`arn:aws:lambda:us-east-1:${ME}:function:page`, /also calls the function .*:page, whatever that does/],
    [`arn:aws:ssm:us-east-1:${ME}:opsitem:1#CATEGORY=Security`, /also opens an OpsItem/],
    [`arn:aws:ssm-incidents::${ME}:response-plan/loss`, /also starts an incident .*may page people/],
    [OTHERS, /also publishes to .*:others/],
    ['arn:aws:new:us-east-1::x', /also does arn:aws:new/],
  ])('its action %s is told, in every step', (action, words) => {
    const { said, steps } = planned(alarm({ AlarmActions: [TOPIC, action] }));
    expect(steps.map(({ cannot }) => cannot)).toEqual([null, null, null]);
    for (const step of DISTURBING) expect(said[step], step).toMatch(words);
  });

  it('so is what it does when it returns, and whom that tells', () => {
    const { said, topics } = planned(alarm({ OKActions: [OTHERS], InsufficientDataActions: [OTHERS] }));
    for (const step of DISTURBING)
      expect(said[step], step).toMatch(/when it leaves ALARM again, the alarm publishes to [^ ]*:others(;|$)/);
    expect(topics).toEqual([TOPIC, OTHERS]);
  });

  it('so is the composite alarm above it, and whom that tells', () => {
    const { said, topics } = planned(parent({}));
    for (const step of DISTURBING) expect(said[step], step).toContain('the alarm any may ring as well, and publishes');
    expect(topics).toEqual([TOPIC, OTHERS]);
    expect(planned(parent({ ActionsEnabled: false })).said['alarm-state']).toBe('');
    expect(planned(parent({ AlarmRule: 'ALARM("key-losses")' })).said['alarm-state']).toBe('');
  });

  it('so are rules that hear of the change', () => {
    const Rules = [
      {
        Name: 'hears',
        Arn: `arn:aws:events:us-east-1:${ME}:rule/hears`,
        State: 'ENABLED',
        EventPattern: JSON.stringify({ source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] }),
      },
    ];
    const { said } = planned(changed(filterAccount(), 'events:ListRules', (page) => ({ ...page, Rules })));
    expect(said['alarm-state']).toContain('given to the rule hears as well');
  });

  it('so is another alarm on the metric, whatever it does', () => {
    const second = changed(filterAccount(), 'cloudwatch:DescribeAlarms', (page) => {
      const [first] = page.MetricAlarms as readonly object[];
      const other = {
        ...first,
        AlarmName: 'second',
        AlarmArn: `arn:aws:cloudwatch:us-east-1:${ME}:alarm:second`,
        AlarmActions: [`arn:aws:lambda:us-east-1:${ME}:function:wipe`],
      };
      return { ...page, MetricAlarms: [first!, other] };
    });
    const { said } = planned(second);
    expect(said['log-event']).toMatch(/the alarm second may ring as well, and calls the function .*:wipe/);
    expect(said['alarm-state']).toBe('');
  });

  it.each([
    ['its own', alarm({ AlarmActions: [TOPIC, TERMINATE] })],
    ['its own, when it returns', alarm({ OKActions: [TERMINATE.replace('terminate', 'stop')] })],
    ['in the older spelling', alarm({ AlarmActions: [TOPIC, SWF] })],
    ['of Auto Scaling', alarm({ AlarmActions: [TOPIC, SCALING] })],
    ['of the composite alarm above it', parent({ AlarmActions: [TERMINATE] })],
  ])('no machine is ended or added by an action: %s', (_, account) => {
    for (const { step, cannot } of planned(account).steps)
      expect(cannot, step).toMatch(/stops, ends or adds machines \(arn:.*, which no drill sets off$/);
  });

  it('subscription filters that could not be listed are told', () => {
    const account = filterAccount();
    const denied = account.reads.find(({ operation }) => operation === 'logs:DescribeSubscriptionFilters')!;
    const unlisted = 'subscription filters, which could not be listed';
    expect(planned(failing(account, denied, 'denied')).said['log-event']).toContain(unlisted);
    expect(planned(account).said['log-event']).not.toContain(unlisted);
  });
});
