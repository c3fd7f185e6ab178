import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { askFurther } from '../../src/aws/ask-further.js';
import { sendStep } from '../../src/aws/carry-out.js';
import { clientsFor, closeClients } from '../../src/aws/clients.js';
import { collect } from '../../src/aws/collect.js';
import { settingsOf } from '../../src/aws/settings.js';
import { WRITE_TABLE } from '../../src/aws/write-operations.js';
import { apply } from '../../src/change/apply.js';
import { type Answered, madeUpAnswer } from '../../src/change/made-up.js';
import { resolve } from '../../src/change/resolve.js';
import type { Step } from '../../src/change/step.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { regions } from '../proxy/regions.js';
import { pendingConfirmation } from '../proxy/topics.js';
import { writesLikeAws } from '../proxy/writes.js';
import { deploy } from './deploy.js';
import { NOW } from './reading.js';
import { comparable, replayed } from './replay.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { HOME } from './spec.js';
import { PENDING, SEQUENCES, type Sequence } from './step-sequences.js';

const moto = inject('moto');
const REGIONS = ['eu-west-1', 'us-east-1'];
/** Where the plan builds, the alarms are known before. */
const ALSO = { alarmsOf: [HOME] };
const QUESTIONS = [{ region: HOME, operation: 'cloudwatch:DescribeAlarms', input: {} }] as const;

/** Members in which moto is not AWS, by its own fault, or which no link looks at: each with the fact. */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  HasCustomEventSelectors:
    'stays false in moto; AWS: true once a trail has selectors of its own (API reference, Trail)',
  metricFilterCount: 'stays 0 in moto; AWS: the number of metric filters (API reference, LogGroup)',
  StateValue: 'OK of a new alarm in moto; AWS: INSUFFICIENT_DATA (API reference, PutMetricAlarm)',
  StateReasonData: 'an empty object in moto; AWS: nothing before the first evaluation',
  EffectiveDeliveryPolicy: 'the delivery policy of SNS itself, in AWS as in moto; nothing here depends on it',
  SubscriptionsPending: 'stays 0 in moto, which confirms at once; AWS: the number of pending ones (same page)',
  SubscriptionsConfirmed:
    'stays 0 in moto; AWS: the number of confirmed subscriptions (API reference, GetTopicAttributes)',
  SubscriptionsDeleted: 'AWS counts deletions for a time; nothing here depends on it',
  ConfirmationWasAuthenticated: 'AWS: whether whoever confirmed had signed the request; nothing here depends on it',
  KeyUsage: 'missing in moto; AWS: ENCRYPT_DECRYPT unless asked otherwise (API reference, KeyMetadata)',
  PolicyName: 'missing in moto; AWS: default (API reference, GetKeyPolicy)',
  MultiRegion: 'missing in moto; AWS: false of a Region’s own key (API reference, KeyMetadata)',
};

const LEFT_OUT = new Set(Object.keys(NOT_COMPARED));

it('every operation is among the sequences', () => {
  const at = { account: '111122223333', topics: new Map(), keys: new Map(), mail: '' };
  const sent = SEQUENCES.flatMap(({ steps }) => steps(at)).map(({ operation }) => operation);
  expect([...new Set(sent)].sort()).toEqual(Object.keys(WRITE_TABLE).sort());
});

describe.skipIf(moto.url === null)('steps sent to an AWS API on the wire', () => {
  beforeAll(() => vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
  afterAll(() => vi.unstubAllEnvs());

  it.each(SEQUENCES.map((one) => [one.name, one] as const))(
    'leave the account as `apply` says: %s',
    async (_name, sequence) => {
      await inAccount(sequence, async ({ before, steps, send, read }) => {
        let expected = before;
        const outputs = new Map<string, Answered>();
        for (const [index, step] of steps.entries()) {
          const outcome = await send(step);
          expect(outcome, JSON.stringify([step, outcome])).toMatchObject({
            outcome: expect.stringMatching(/done|already/),
          });
          outputs.set(String(index), madeUpAnswer(step));
          const made = resolve(step, outputs);
          if (made.kind === 'unanswered') throw new Error(`${made.output.of} has no answer`);
          const after = apply(made.step, expected);
          if (/^(s3|iam):/.test(step.operation)) {
            expect(after).toBe(expected);
            continue;
          }
          expected = after;
          const found = await replayed(await read(), ALSO);
          const said = await replayed(expected, ALSO);
          expect(said.missing, JSON.stringify(step)).toEqual([]);
          expect(comparable(said.reads, LEFT_OUT), JSON.stringify(step)).toEqual(comparable(found.reads, LEFT_OUT));
        }
      });
    },
  );
});

interface Here {
  readonly before: Account;
  readonly steps: readonly Step[];
  readonly send: (step: Step) => ReturnType<typeof sendStep>;
  readonly read: () => Promise<Account>;
}

async function inAccount(sequence: Sequence, work: (here: Here) => Promise<void>): Promise<void> {
  const sandbox: Sandbox = await openSandbox(moto.url ?? '');
  const { topics, keys } = await deploy(sandbox, sequence.before);
  const proxy: AwsProxy = await startProxy(sandbox.endpoint, [
    regions(REGIONS),
    ...writesLikeAws(),
    pendingConfirmation(PENDING),
    ...likeAws(NOW),
  ]);
  const aws = { endpointUrl: proxy.url, credentials: sandbox.credentials };
  const clients = clientsFor(await settingsOf(aws, 'us-east-1'));
  const read = async () => askFurther(await collect({ ...aws, now: () => NOW, regions: REGIONS }), QUESTIONS, aws);
  const outputs = new Map<string, Answered>();
  let position = 0;
  try {
    const before = await read();
    await work({
      before,
      steps: sequence.steps({ account: sandbox.account, topics, keys, mail: subscriptionIn(before) }),
      read,
      async send(step) {
        const outcome = await sendStep(clients, step, outputs, {
          account: sandbox.account,
          partition: 'aws',
          alias: null,
          wait: async () => {},
        });
        if ('answered' in outcome) outputs.set(String(position++), outcome.answered);
        return outcome;
      },
    });
  } finally {
    await closeClients(clients);
    await proxy.close();
  }
}

function subscriptionIn({ reads }: Account): string {
  const attributes = reads.find(({ operation }) => operation === 'sns:GetSubscriptionAttributes');
  return String(attributes?.input.SubscriptionArn ?? '');
}
