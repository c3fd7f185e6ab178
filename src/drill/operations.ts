import { DRILL_TAG } from './marks.js';
import type { StepName } from './record.js';

/** One IAM action that is needed, of what, and under which condition. */
export interface DrillGrant {
  readonly action: string;
  readonly resource: string;
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>> | null;
}

/**
 * What the steps need beside what an audit reads. What has a name of the drill's own is allowed by that name. The throw-away
 * key is disabled and deleted by its own policy: nothing here is good for another key.
 */
export function grantsOfDrill(steps: readonly StepName[], partition: string): readonly DrillGrant[] {
  const disturbs = steps.some((step) => step !== 'test-filter');
  return [
    ...(disturbs ? receiving(partition) : []),
    ...steps.flatMap((step) => grantsOfStep(step, partition)),
    // An alarm that would stay in ALARM for ever is put back, whatever put it there.
    ...(disturbs ? [setState(partition)] : []),
  ];
}

function grantsOfStep(step: StepName, partition: string): readonly DrillGrant[] {
  switch (step) {
    case 'test-filter':
      return ['logs:TestMetricFilter', 'events:TestEventPattern'].map((action) => anywhere(action));
    case 'alarm-state':
      return [];
    case 'log-event':
      return ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DeleteLogStream'].map((action) => ({
        action,
        resource: `arn:${partition}:logs:*:*:log-group:*:log-stream:${DRILL_TAG}-*`,
        condition: null,
      }));
    case 'create-key':
      return keys(partition);
  }
}

function receiving(partition: string): readonly DrillGrant[] {
  const queues = `arn:${partition}:sqs:*:*:${DRILL_TAG}-*`;
  return [
    anywhere('cloudwatch:DescribeAlarmHistory'),
    ...['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'].map((action) => ({
      action,
      resource: queues,
      condition: null,
    })),
    {
      action: 'sns:Subscribe',
      resource: '*',
      condition: { StringEquals: { 'sns:Protocol': 'sqs' }, StringLike: { 'sns:Endpoint': queues } },
    },
    anywhere('sns:Unsubscribe'), // IAM knows no resource for it
  ];
}

function setState(partition: string): DrillGrant {
  return { action: 'cloudwatch:SetAlarmState', resource: `arn:${partition}:cloudwatch:*:*:alarm:*`, condition: null };
}

/** `kms:TagResource` is asked for because the key is tagged as it is made. The tag allows nothing. */
function keys(partition: string): readonly DrillGrant[] {
  const tagged = {
    StringLike: { [`aws:RequestTag/${DRILL_TAG}`]: '*' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': DRILL_TAG },
  };
  return [
    { action: 'kms:CreateKey', resource: '*', condition: tagged },
    { action: 'kms:TagResource', resource: `arn:${partition}:kms:*:*:key/*`, condition: tagged },
    anywhere('kms:ListKeys'), // a run that was killed may not have learnt the key's id
  ];
}

const anywhere = (action: string): DrillGrant => ({ action, resource: '*', condition: null });
