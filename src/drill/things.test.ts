import { expect, it } from 'vitest';
import { type DrillThing, leftOf } from './record.js';
import { begun, changedTo, inOrderOfRemoval } from './things.js';

const at = '2026-11-21T09:12:00.000Z';
const queue = { kind: 'queue', region: 'us-east-1', name: 'q', of: null, at, how: null } as const;
const key = { kind: 'key', region: 'us-east-1', name: '', of: null, at, how: null } as const;

it('a thing is left from when it was begun until it was removed', () => {
  const first = begun([], queue);
  expect(leftOf({ things: first })).toHaveLength(1);
  const made = changedTo(first, queue, { state: 'made' });
  expect(leftOf({ things: made }).map(({ state }) => state)).toEqual(['made']);
  expect(leftOf({ things: changedTo(made, queue, { state: 'removed' }) })).toEqual([]);
});

it('of the same name in another Region it is another thing', () => {
  const both = begun(begun([], queue), { ...queue, region: 'eu-west-1' });
  const one = changedTo(both, queue, { state: 'removed' });
  expect(leftOf({ things: one }).map(({ region }) => region)).toEqual(['eu-west-1']);
});

it('begun again, it is one thing', () => {
  const gone = changedTo(begun([], queue), queue, { state: 'removed' });
  expect(begun(gone, queue).map(({ state }) => state)).toEqual(['begun']);
});

it('a key gets its name later', () => {
  const made = changedTo(begun([], key), key, { state: 'made', name: 'k-1' });
  expect(
    changedTo(made, { ...key, name: 'k-1' }, { state: 'removed' }).map(({ name, state }) => [name, state]),
  ).toEqual([['k-1', 'removed']]);
});

it('the subscription goes before its queue', () => {
  const things = [queue, { ...queue, kind: 'subscription' }, key].map((one) => begun([], one as typeof queue)[0]!);
  expect(inOrderOfRemoval(things as DrillThing[]).map(({ kind }) => kind)).toEqual(['subscription', 'queue', 'key']);
});
