import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { closedBy, openedList } from './large-document.js';
import { type Scanned, scanBytes } from './scan.case.js';

const MB = 1 << 20;
const event = (id: string, over: object = {}) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'Root' },
  eventTime: '2026-11-20T10:00:00Z',
  eventSource: 'kms.amazonaws.com',
  eventName: 'Decrypt',
  eventID: id,
  requestParameters: { keyId: 'é', filler: 'x'.repeat(1500) },
  resources: [{ ARN: 'arn' }, { ARN: '}],[{"' }],
  ...over,
});
const COUNT = 5000;
const LOST = new Set([0, 1, COUNT / 2, COUNT - 1]);
const events = Array.from({ length: COUNT }, (_, n) => event(`e${n}`, LOST.has(n) ? { eventName: 'DisableKey' } : {}));
const ordinary = events.slice(2, COUNT / 2);
const expected = [...LOST].map((n) => `e${n}`);

const ids = ({ matched }: Scanned): readonly string[] =>
  matched.map((one) => (JSON.parse(one.slice(one.indexOf(' ') + 1)) as { eventID: string }).eventID);

/** With both engines, packed and cut in several ways. */
async function both(text: string) {
  const bytes = Buffer.from(text);
  const found = (scanned: Scanned) => {
    const { problems, events, inflated } = scanned;
    return { ids: ids(scanned), problems, events, inflated };
  };
  const fast = found(await scanBytes(bytes));
  expect(found(await scanBytes(bytes, { engine: 'plain' }))).toEqual(fast);
  expect(found(await scanBytes(gzipSync(bytes), { piece: 100_003 }))).toEqual(fast);
  return fast;
}

describe('a document that is too large to be held', () => {
  it.each<[string, string, number?]>([
    [
      'an answer of Elasticsearch',
      JSON.stringify({
        took: 3,
        hits: {
          total: { value: COUNT },
          hits: events.map((one) => ({ _id: 'x', _source: { event: { original: JSON.stringify(one) } } })),
        },
        aggregations: { names: [{ key: 'Decrypt' }] },
        timed_out: false,
      }),
    ],
    [
      'rows of Logs Insights, over many lines',
      JSON.stringify(
        {
          results: events.map((one) => [
            { field: '@timestamp', value: '2026-11-20 10:00:00.000' },
            { field: '@message', value: JSON.stringify(one) },
          ]),
          statistics: { recordsMatched: COUNT },
        },
        null,
        4,
      ),
    ],
    ['events in a member of any name', JSON.stringify({ version: 1, items: events })],
    ['a list in a list', JSON.stringify({ data: [{ name: 'a', items: events }], next: null })],
    [
      'several of them',
      JSON.stringify([
        { items: [...events.slice(0, COUNT / 2), ...ordinary] },
        { items: [...ordinary, ...events.slice(COUNT / 2)] },
      ]),
      COUNT + 2 * ordinary.length,
    ],
    ['the wrapper of CloudTrail, over many lines', JSON.stringify({ Records: events }, null, 2)],
    [
      '`lookup-events`',
      JSON.stringify(
        { Events: events.map((one) => ({ EventId: 'x', CloudTrailEvent: JSON.stringify(one) })) },
        null,
        4,
      ),
    ],
  ])('%s is read to its end', async (_, text, count = COUNT) => {
    expect(text.length).toBeGreaterThan(7 * MB);
    const scanned = await both(text);
    expect(scanned.ids).toEqual(expected);
    expect(scanned.problems).toEqual([]);
    expect(scanned.events).toBe(count);
  });

  it('is told where it does not end, and what is there of it is found', async () => {
    const text = JSON.stringify({ items: events });
    const scanned = await both(text.slice(0, -2));
    expect(scanned.ids).toEqual(expected);
    expect(scanned.problems).toMatchObject([{ code: 'truncated', offset: Buffer.byteLength(text) - 2 }]);
  });

  it('is told where something else follows than what may', async () => {
    const scanned = await both(JSON.stringify({ items: events }).replace(/\]\}$/, ']]'));
    expect(scanned.ids).toEqual(expected);
    expect(scanned.problems).toMatchObject([{ code: 'not-json' }]);
  });

  it('is told with its place where no list of it holds an event', async () => {
    const first = JSON.stringify(event('first', { eventName: 'DisableKey' }));
    const other = JSON.stringify({ rows: Array.from({ length: COUNT }, () => ({ a: 'x'.repeat(1500) })) });
    const scanned = await both(`${first}\n${other}\n${first}`);
    expect(scanned.ids).toEqual(['first', 'first']);
    expect(scanned.problems).toMatchObject([{ code: 'too-large', offset: Buffer.byteLength(first) + 1 }]);
  });
});

describe('where a list is entered', () => {
  it.each<[string, readonly string[], string, string]>([
    ['{"a":[1],"b":{"c":[{"x":1},{"y":[2,{}]},{"z"', ['{"x":1}', '{"y":[2,{}]}'], '{"z"', ']}}'],
    ['{"c":[[{"x":1}],[{"y":2}', ['[{"x":1}]'], '[{"y":2}', ']}'],
    ['{"c":[ {"x":"],["} , {"y":2} , ', [' {"x":"],["} '], ' {"y":2} , ', ']}'],
  ])('%s', (text, elements, rest, closers) => {
    const list = openedList(text);
    expect(list?.elements.map(({ at, length }) => text.slice(at, at + length))).toEqual(elements);
    expect(text.slice(list!.next).trimStart()).toBe(rest.trimStart());
    expect(list!.closers).toBe(closers);
  });

  it.each([
    '{"a":{"b":1',
    '{"a":["x","y',
    '{"a" [{"b":1},{"c"',
    '{"a":[{"b"},{"c"',
    '{"a":]{"b":[{"c":1},{',
    '{"eventName":"X","a":[{"b":1},{"c"',
    '{"a":"x\n{"eventVersion":"1","b":[{"c":1},{',
  ])('nowhere in %s', (text) => {
    expect(openedList(text)).toBeNull();
  });
});

describe('what may stand behind a list', () => {
  it.each([
    [' ]', ']}', '}'],
    ['],"total":12.5e3,"x":"}","y":', ']}', '}'],
    [']}\n', ']}', ''],
    [',\n', ']}', ']}'],
    ['}', ']}', null],
    [']}}', ']}', ''],
    [']} ]\n', ']}', ''],
    [' ]\n', '', ''],
    [']} 1', ']}', null],
    [' oops ]', ']}', null],
  ])('%s', (text, closers, left) => {
    expect(closedBy(text, closers)).toBe(left);
  });
});
