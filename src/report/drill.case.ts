import type { DrillRecord, RecordedChain, RecordedStep } from '../drill/record.js';
import type { DrillPreview } from './drill-terminal.js';

const ACCOUNT = '111122223333';
const CALLER = `arn:aws:sts::${ACCOUNT}:assumed-role/Security/ana`;

export const CHAIN: RecordedChain = {
  events: ['kms.amazonaws.com:DisableKey', 'kms.amazonaws.com:ScheduleKeyDeletion'],
  region: 'eu-west-1',
  logGroup: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:aws-cloudtrail-logs`,
  filter: 'kms-key-loss',
  rule: null,
  pattern:
    '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }',
  alarm: `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:kms-key-loss`,
  topic: `arn:aws:sns:eu-west-1:${ACCOUNT}:security`,
  subscribers: ['email security@example.com'],
  promisedWaitSeconds: 60,
  promisedSeconds: 360,
};

export function aPreview(changes: Partial<DrillPreview> = {}): DrillPreview {
  return {
    account: ACCOUNT,
    caller: CALLER,
    control: 'kms-key-loss',
    title: 'Loss of a KMS key: disabled, or scheduled for deletion',
    verdict: 'proved',
    summary: 'both events reach a person from every enabled Region, typically within 6 minutes',
    chains: [CHAIN],
    steps: [
      {
        step: 'alarm-state',
        chain: 0,
        does: 'sets the alarm kms-key-loss to ALARM',
        warnings: ['the alarm also does arn:aws:lambda:eu-west-1:111122223333:function:page'],
        cannot: null,
      },
    ],
    told: [{ topic: CHAIN.topic!, subscribers: ['email security@example.com'] }],
    uncarried: [],
    limit: 30,
    isShort: false,
    ...changes,
  };
}

export function aStep(changes: Partial<RecordedStep> = {}): RecordedStep {
  return {
    step: 'log-event',
    chain: 0,
    outcome: 'passed',
    reason: null,
    startedAt: '2026-11-21T09:13:10.000Z',
    endedAt: '2026-11-21T09:19:40.000Z',
    warnings: [],
    samples: [],
    measurements: [
      {
        event: 'kms.amazonaws.com:DisableKey',
        eventID: '5c0f3f3e-1111-4222-8333-444455556666',
        sentAt: '2026-11-21T09:13:15.000Z',
        alarmAt: '2026-11-21T09:14:03.000Z',
        messageAt: '2026-11-21T09:14:03.600Z',
        secondsToAlarm: 48,
        secondsToMessage: 48.6,
        promisedSeconds: 60,
        within: true,
        message: 'received',
        alarmReason: 'Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold (1.0).',
        reason: null,
      },
    ],
    ...changes,
  };
}

export function aDrill(changes: Partial<DrillRecord> = {}): DrillRecord {
  const thing = { region: 'eu-west-1', at: '2026-11-21T09:12:30.000Z', how: null, due: null, reason: null } as const;
  return {
    schema: 'trailproof/drill/1',
    tool: { name: 'trailproof', version: '0.1.0' },
    id: '5f1c0a9be27d',
    account: ACCOUNT,
    partition: 'aws',
    caller: CALLER,
    startedAt: '2026-11-21T09:12:00.000Z',
    endedAt: '2026-11-21T09:20:10.000Z',
    clockOffsetSeconds: 0,
    control: 'kms-key-loss',
    title: 'Loss of a KMS key: disabled, or scheduled for deletion',
    verdict: 'proved',
    summary: 'both events reach a person from every enabled Region, typically within 6 minutes',
    chains: [CHAIN],
    uncarried: [],
    steps: [aStep()],
    things: [
      { ...thing, kind: 'queue', name: 'trailproof-drill-5f1c0a9be27d', of: null, state: 'removed' },
      { ...thing, kind: 'subscription', name: CHAIN.topic!, of: null, state: 'removed' },
      { ...thing, kind: 'alarm-state', name: 'kms-key-loss', of: 'OK', state: 'removed', how: 'event' },
      {
        ...thing,
        kind: 'log-stream',
        name: 'aws-cloudtrail-logs',
        of: 'trailproof-drill-5f1c0a9be27d',
        state: 'removed',
      },
    ],
    calls: [],
    cleanings: [],
    ...changes,
  };
}
