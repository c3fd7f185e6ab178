import { describe, expect, it } from 'vitest';
import type { Change, Plan } from './change.js';
import { taggedArns, withOwners } from './owners.js';
import { type Step, step } from './step.js';

const ALARM = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:key-loss';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alerts';

function change(of: Step, warning: string | null = null): Change {
  return {
    id: of.operation,
    title: 'change it',
    link: { kind: 'alarm', id: ALARM },
    controls: ['kms-key-loss'],
    risk: 'changes',
    warning,
    cost: { usdPerMonth: 0, because: 'it has no price of its own' },
    owner: null,
    step: of,
    undo: [],
    notUndone: null,
  };
}

const PLAN: Plan = {
  schema: 'trailproof/plan/1',
  tool: { name: 'trailproof', version: '0' },
  generatedAt: '2026-03-01T12:00:00Z',
  account: '111122223333',
  partition: 'aws',
  digest: 'sha256:0',
  benchmark: 'cis-7.0',
  controls: [],
  changes: [
    change(step('cloudwatch:EnableAlarmActions', 'us-east-1', { AlarmNames: ['key-loss'] }), 'it may ring'),
    change(step('sns:CreateTopic', 'us-east-1', { Name: 'new' })),
    change(
      step('sns:SetTopicAttributes', 'us-east-1', { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: '{}' }),
    ),
  ],
  remains: [],
};
const ownersWith = (tags: Readonly<Record<string, string>>) =>
  withOwners(PLAN, { [ALARM]: tags }).changes.map(({ owner }) => owner);

describe('owners', () => {
  it.each([
    [{ 'aws:cloudformation:stack-name': 'security' }, 'the CloudFormation stack `security`'],
    [{ 'aws:cloudformation:stack-name': 's', 'aws-cdk:bucket': 'x' }, 'the CloudFormation stack `s` (AWS CDK)'],
    [{ ManagedBy: 'terraform' }, 'Terraform'],
    [{ 'managed-by': 'OpenTofu 1.8' }, 'Terraform'],
    [{ 'tf:module': 'alarms' }, 'Terraform'],
    [{ 'pulumi:project': 'audit' }, 'the Pulumi project `audit`'],
    [{ 'crossplane-name': 'alarm-1' }, 'the Crossplane resource `alarm-1`'],
    [{ CreatedBy: 'ansible' }, 'Ansible'],
  ])('%o', (tags, owner) => expect(ownersWith(tags)).toEqual([owner, null, null]));

  it.each([[{}], [{ Name: 'terraform' }], [{ ManagedBy: 'alice' }], [{ team: 'security', tfstate: 'x' }]])(
    '%o tells of none',
    (tags) => expect(ownersWith(tags)).toEqual([null, null, null]),
  );

  it('warn beside what was warned of', () => {
    const [first] = withOwners(PLAN, { [ALARM]: { ManagedBy: 'terraform' } }).changes;
    expect(first?.warning).toBe(
      'it may ring; Terraform owns it and will take the change back, unless it is made there as well',
    );
  });

  it('are asked of what is changed, and not of what is created', () => {
    expect(taggedArns(PLAN)).toEqual([ALARM, TOPIC]);
  });
});
