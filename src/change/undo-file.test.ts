import { describe, expect, test } from 'vitest';
import type { Change } from './change.js';
import type { CarriedChange } from './outcome.js';
import { type Step, step } from './step.js';
import { parseUndoFile, recorded, toTakeBack, type UndoFile } from './undo-file.js';

const EMPTY: UndoFile = {
  schema: 'trailproof/undo/1',
  tool: { name: 'trailproof', version: '0.0.0' },
  account: '111122223333',
  partition: 'aws',
  startedAt: '2026-11-21T09:12:00.000Z',
  changes: [],
};
const filter = (filterPattern: string): Step =>
  step('logs:PutMetricFilter', 'eu-west-1', {
    logGroupName: 'g',
    filterName: 'f',
    filterPattern,
    metricTransformations: [],
  });

function carried(id: string, state: CarriedChange['state'], undo: readonly Step[] = [filter('old')]): CarriedChange {
  const change: Change = {
    id,
    title: id,
    link: { kind: 'metric-filter', id: 'f' },
    controls: [],
    risk: 'changes',
    warning: null,
    cost: { usdPerMonth: 0, because: '' },
    owner: null,
    step: filter('new'),
    undo,
    notUndone: null,
  };
  return { change, state, answered: {} };
}

const after = (...all: readonly CarriedChange[]): UndoFile => all.reduce(recorded, EMPTY);
const states = ({ changes }: UndoFile) => changes.map(({ change, state }) => [change.id, state]);

describe('what is recorded', () => {
  test('is of each change the latest state, in the order in which they began', () => {
    const file = after(carried('a', 'begun'), carried('a', 'done'), carried('b', 'begun'), carried('b', 'failed'));
    expect(states(file)).toEqual([
      ['a', 'done'],
      ['b', 'failed'],
    ]);
    expect(toTakeBack(file).map(({ change }) => change.id)).toEqual(['a']);
  });

  test('is taken back from the last on, and what may have been carried out as well', () => {
    const file = after(carried('a', 'done'), carried('b', 'already'), carried('c', 'begun'));
    expect(toTakeBack(file).map(({ change }) => change.id)).toEqual(['c', 'a']);
  });

  test('leads back to what was there before the first run, when a second one changes the same thing', () => {
    const second = carried('a', 'done', [filter('between')]);
    for (const first of ['done', 'begun'] as const)
      expect(after(carried('a', first), second).changes[0]?.change.undo).toEqual([filter('old')]);
    expect(after(carried('a', 'failed'), second).changes[0]?.change.undo).toEqual([filter('between')]);
  });

  test('of a trail leads back to what was there before both runs, which set different things', () => {
    const Name = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t';
    const update = (more: object) => step('cloudtrail:UpdateTrail', 'eu-west-1', { Name, ...more });
    const trail = (made: Step, undo: Step): CarriedChange => {
      const one = carried('a', 'done', [undo]);
      return { ...one, change: { ...one.change, step: made } };
    };
    const first = trail(update({ IsMultiRegionTrail: true }), update({ IsMultiRegionTrail: false }));
    const group = (name: string) => ({ CloudWatchLogsLogGroupArn: name, CloudWatchLogsRoleArn: `role of ${name}` });
    const second = trail(
      update({ ...group('ours'), IsMultiRegionTrail: true }),
      update({ ...group('theirs'), IsMultiRegionTrail: true }),
    );
    const { change } = after(first, second).changes[0]!;
    expect(change.step.input).toEqual({ Name, ...group('ours'), IsMultiRegionTrail: true });
    expect(change.undo).toEqual([update({ ...group('theirs'), IsMultiRegionTrail: false })]);
  });

  test('stays done when doing it again fails', () => {
    const file = after(carried('a', 'done'), carried('a', 'begun'), carried('a', 'failed'));
    expect(states(file)).toEqual([['a', 'done']]);
  });

  test('begins anew after it was taken back', () => {
    const file = after(carried('a', 'done'), carried('b', 'done'), carried('a', 'undone'));
    expect(toTakeBack(file).map(({ change }) => change.id)).toEqual(['b']);
    const anew = recorded(file, carried('a', 'done', [filter('other')]));
    expect(states(anew)).toEqual([
      ['b', 'done'],
      ['a', 'done'],
    ]);
    expect(anew.changes[1]?.change.undo).toEqual([filter('other')]);
  });
});

describe('an undo file that is read', () => {
  const file = after(carried('a', 'done'));
  const withUndo = (undo: Step) => JSON.stringify(after(carried('a', 'done', [undo])));
  const of = (made: Step, undo: Step): CarriedChange => {
    const one = carried('a', 'done', [undo]);
    return { ...one, change: { ...one.change, step: made } };
  };
  const ofStep = (made: Step, undo: Step) => JSON.stringify(after(of(made, undo)));
  const KEY = step('kms:CreateKey', 'eu-west-1', { Description: 'd', Policy: '{}' });
  const topic = (account: string) => `arn:aws:sns:eu-west-1:${account}:t`;
  const TOPIC = (account: string) =>
    step('sns:SetTopicAttributes', 'eu-west-1', {
      TopicArn: topic(account),
      AttributeName: 'Policy',
      AttributeValue: '{}',
    });
  const SUBSCRIBED = of(
    step('sns:Subscribe', 'eu-west-1', {
      TopicArn: topic('111122223333'),
      Protocol: 'email',
      Endpoint: 'a@example.com',
      ReturnSubscriptionArn: true,
    }),
    step('sns:Unsubscribe', 'eu-west-1', { SubscriptionArn: { of: 'a', output: 'SubscriptionArn' } }),
  );

  test('may name what only an answer has named, and what is of the account', () => {
    const key = step('kms:ScheduleKeyDeletion', 'eu-west-1', {
      KeyId: { of: 'a', output: 'KeyId' },
      PendingWindowInDays: 7,
    });
    expect(parseUndoFile(ofStep(KEY, key)).ok).toBe(true);
    expect(parseUndoFile(ofStep(TOPIC('111122223333'), TOPIC('111122223333'))).ok).toBe(true);
    const answered = { SubscriptionArn: `${topic('111122223333')}:1` };
    expect(parseUndoFile(JSON.stringify({ ...file, changes: [{ ...SUBSCRIBED, answered }] })).ok).toBe(true);
  });

  test('is what was written', () => {
    expect(parseUndoFile(JSON.stringify(file))).toEqual({ ok: true, file });
  });

  test.each([
    ['cut off', JSON.stringify(file).slice(0, -5)],
    ['not an object', '[]'],
    ['a plan', JSON.stringify({ ...file, schema: 'trailproof/plan/1' })],
    ['of no account', JSON.stringify({ ...file, account: 'prod' })],
    ['without changes', JSON.stringify({ ...file, changes: undefined })],
    [
      'that calls what no undo calls',
      JSON.stringify(file).replaceAll('logs:PutMetricFilter', 'kms:DeleteImportedKeyMaterial'),
    ],
    ['that calls a member of every object', JSON.stringify(file).replaceAll('logs:PutMetricFilter', 'constructor')],
    ['with a Region that is none', JSON.stringify(file).replaceAll('eu-west-1', 'example.com/')],
    ['with a state that is none', JSON.stringify(file).replaceAll('"done"', '"maybe"')],
    [
      'whose undo is another call than one that takes it back',
      withUndo(step('iam:DeleteRole', 'eu-west-1', { RoleName: 'r' })),
    ],
    [
      'whose undo deletes another filter',
      withUndo(step('logs:DeleteMetricFilter', 'eu-west-1', { logGroupName: 'g', filterName: 'other' })),
    ],
    [
      'whose undo is in another Region',
      withUndo(step('logs:DeleteMetricFilter', 'us-east-1', { logGroupName: 'g', filterName: 'f' })),
    ],
    ['whose undo makes what is not there', withUndo(step('logs:CreateLogGroup', 'eu-west-1', { logGroupName: 'g' }))],
    ['that disables a key under a harmless title', withUndo(step('kms:DisableKey', 'eu-west-1', { KeyId: 'k' }))],
    [
      'that deletes a key which the change has not made',
      ofStep(KEY, step('kms:ScheduleKeyDeletion', 'eu-west-1', { KeyId: 'k', PendingWindowInDays: 7 })),
    ],
    [
      'that deletes the key of another change',
      ofStep(
        KEY,
        step('kms:ScheduleKeyDeletion', 'eu-west-1', { KeyId: { of: 'b', output: 'KeyId' }, PendingWindowInDays: 7 }),
      ),
    ],
    ['of a topic of another account', ofStep(TOPIC('444455556666'), TOPIC('444455556666'))],
    [
      'whose subscription is one of another topic',
      JSON.stringify({
        ...file,
        changes: [{ ...SUBSCRIBED, answered: { SubscriptionArn: 'arn:aws:sns:eu-west-1:111122223333:other:1' } }],
      }),
    ],
    ['whose undo is no list', JSON.stringify(file).replace(/"undo":\[.*?\],"notUndone"/, '"undo":{},"notUndone"')],
  ])('is refused: %s', (_, text) => {
    expect(parseUndoFile(text)).toMatchObject({ ok: false, message: expect.any(String), help: expect.any(String) });
  });
});
