import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { questionsToPlan } from '../../src/change/prepare.js';
import { FAULTY_FUNCTIONS, SOUND_FUNCTIONS, type tellFunction, tellFunctionAlone } from './function-variants.js';
import { ADDRESS, accountOf, brief, expectLaws, filterIn, planFor } from './mend.case.js';
import { FAULTY_QUEUES, SOUND_QUEUES, type tellQueue, tellQueueAlone } from './queue-variants.js';
import type { World } from './specs.js';

/** The account in which the control is proved, with the queue of the topic as it is made. */
function withQueue(change: (from: ReturnType<typeof tellQueue>, made: World) => void = () => {}): Account {
  return accountOf((made) => change(tellQueueAlone(made, filterIn(made).alarms[0]!.topics[0]!), made));
}
const QUEUE = { protocol: 'sqs', endpoint: 'arn:aws:sqs:us-east-1:111122223333:alerts' };

/** Nobody is subscribed; the queue is as it is made. */
function beside(change: (from: ReturnType<typeof tellQueue>, made: World) => void = () => {}): Account {
  const read = withQueue(change).reads.filter(({ operation }) => /^(sqs|kms):/.test(operation));
  const silent = accountOf((made) => {
    filterIn(made).alarms[0]!.topics[0]!.subscriptions = [];
  });
  return { ...silent, reads: [...silent.reads, ...read] };
}

describe('a queue that is named', () => {
  const options = { subscribe: [QUEUE] };

  it('is asked for before it is planned, where it is', () => {
    const asked = questionsToPlan(accountOf(), null, [QUEUE, ADDRESS]);
    expect(asked.filter(({ operation }) => operation.startsWith('sqs:'))).toEqual([
      {
        region: 'us-east-1',
        operation: 'sqs:GetQueueAttributes',
        input: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/alerts', AttributeNames: ['All'] },
      },
    ]);
    expect(questionsToPlan(beside(), null, [QUEUE]).map(({ operation }) => operation)).not.toContain(
      'sqs:GetQueueAttributes',
    );
  });

  it.each(Object.entries(SOUND_QUEUES))('is subscribed, and proves: %s', (_name, vary) => {
    const account = beside((from, made) => vary(made, from.queue, from));
    const made = planFor(account, ['kms-key-loss'], options);
    expectLaws(made, account, options);
    expect(brief(made)).toEqual(['Subscribe adds']);
    expect(made.controls).toMatchObject([{ after: 'proved' }]);
    expect(made.changes[0]?.told).toEqual([QUEUE]);
    expect(made.remains).toEqual([]);
  });

  it.each(Object.entries(FAULTY_QUEUES))('proves nothing, and it is said what is wrong with it: %s', (_name, vary) => {
    const account = beside((from, made) => vary(made, from.queue, from));
    const made = planFor(account, ['kms-key-loss'], options);
    expectLaws(made, account, options);
    expect(brief(made)).toEqual(['Subscribe adds']);
    expect(made.controls[0]?.after).not.toBe('proved');
    expect(made.changes[0]?.told).toEqual([{ ...QUEUE, doubt: expect.stringMatching(/queue|key/) }]);
    const [remains] = made.remains;
    expect(remains).toMatchObject({ code: 'subscriber-needed', message: expect.stringMatching(/: .*(queue|key)/) });
    expect(remains?.help).toMatch(/^(let sns|subscribe|encrypt|raise).*; or name somebody/);
  });

  it('that was not read proves nothing either', () => {
    const account = accountOf((made) => {
      filterIn(made).alarms[0]!.topics[0]!.subscriptions = [];
    });
    const made = planFor(account, ['kms-key-loss'], options);
    expectLaws(made, account, options);
    expect(made.controls).toMatchObject([{ after: 'unknown' }]);
    expect(made.remains).toMatchObject([{ message: expect.stringContaining('sqs:GetQueueAttributes') }]);
  });

  it('and refuses is named also where somebody else is told', () => {
    const account = beside((from, made) => FAULTY_QUEUES.deleted(made, from.queue));
    const both = { subscribe: [QUEUE, ADDRESS] };
    const made = planFor(account, ['kms-key-loss'], both);
    expectLaws(made, account, both);
    expect(made.controls).toMatchObject([{ after: 'proved' }]);
    const doubts = made.changes.flatMap(({ told = [] }) => told.flatMap(({ doubt }) => doubt ?? []));
    expect(doubts).toEqual(['the queue is not there']);
  });
});

/** Nobody is subscribed; the function is as it is made. */
function besideFunction(change: (from: ReturnType<typeof tellFunction>, made: World) => void): Account {
  const told = accountOf((made) => change(tellFunctionAlone(made, filterIn(made).alarms[0]!.topics[0]!), made));
  const silent = accountOf((made) => {
    filterIn(made).alarms[0]!.topics[0]!.subscriptions = [];
  });
  const read = told.reads.filter(({ operation }) => /^(lambda|kms):/.test(operation));
  return { ...silent, reads: [...silent.reads, ...read] };
}

describe('a function that is named', () => {
  const FUNCTION = { protocol: 'lambda', endpoint: 'arn:aws:lambda:us-east-1:111122223333:function:tell' };
  const options = { subscribe: [FUNCTION] };

  it('is asked for before it is planned', () => {
    const asked = questionsToPlan(accountOf(), null, [FUNCTION]);
    expect(asked).toContainEqual({
      region: 'us-east-1',
      operation: 'lambda:GetFunctionConfiguration',
      input: { FunctionName: FUNCTION.endpoint },
    });
  });

  it.each(Object.entries(SOUND_FUNCTIONS))('is subscribed, and proves: %s', (_name, vary) => {
    const account = besideFunction((from, made) => vary(made, from.lambda, from));
    const made = planFor(account, ['kms-key-loss'], options);
    expectLaws(made, account, options);
    expect(made.controls).toMatchObject([{ after: 'proved' }]);
    expect(made.changes[0]?.told).toEqual([FUNCTION]);
  });

  it.each(Object.entries(FAULTY_FUNCTIONS))('proves nothing, and it is said why: %s', (_name, vary) => {
    const account = besideFunction((from, made) => vary(made, from.lambda, from));
    const made = planFor(account, ['kms-key-loss'], options);
    expectLaws(made, account, options);
    expect(made.controls[0]?.after).not.toBe('proved');
    expect(made.changes[0]?.told).toEqual([{ ...FUNCTION, doubt: expect.stringMatching(/function/) }]);
    expect(made.remains[0]).toMatchObject({ code: 'subscriber-needed', help: expect.stringMatching(/; or name/) });
  });
});

describe('a queue at the end of a chain', () => {
  it('is enough', () => {
    expect(planFor(withQueue(), ['kms-key-loss']).controls).toMatchObject([{ before: 'proved', after: 'proved' }]);
  });

  it('that refuses SNS is what remains', () => {
    const account = withQueue((from, made) => FAULTY_QUEUES['a policy for the account alone'](made, from.queue));
    const made = planFor(account, ['kms-key-loss']);
    expectLaws(made, account);
    expect(brief(made)).toEqual([]);
    expect(made.remains).toMatchObject([
      {
        code: 'subscriber-needed',
        message: expect.stringContaining('no statement allows sqs:SendMessage to sns.amazonaws.com'),
        help: expect.stringContaining('let sns.amazonaws.com send in the policy of the queue'),
      },
    ]);
  });

  it('that could not be read is not built beside', () => {
    const account = withQueue((_, made) => {
      made.readFaults.push({ operation: 'sqs:GetQueueAttributes', region: null, kind: 'denied', input: null });
    });
    const made = planFor(account, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expect(brief(made)).toEqual([]);
    expect(made.remains).toMatchObject([{ code: 'not-read', help: expect.stringContaining('sqs:GetQueueAttributes') }]);
  });
});
