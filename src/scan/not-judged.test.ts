import { expect, test } from 'vitest';
import { Collector } from './collector.js';
import type { Part } from './part.js';

test('a record at which a rule fails is a problem of that record, and the others are handed over', () => {
  const parts: Part[] = [];
  const collector = new Collector(
    (event) => {
      if (JSON.stringify(event).includes('bad')) throw new TypeError('it is bad');
      return [0];
    },
    (part) => parts.push(part),
    false,
  );
  collector.begin('f');
  let offset = 0;
  for (const eventName of ['One', 'bad', 'Two']) {
    const bytes = Buffer.from(JSON.stringify({ eventName, eventSource: 'kms.amazonaws.com' }));
    collector.record(bytes, 0, bytes.length, offset);
    offset += 100;
  }
  collector.end();
  expect(parts.flatMap(({ matches }) => matches.map((match) => match.offset))).toEqual([0, 200]);
  expect(parts.flatMap(({ problems }) => problems)).toEqual([
    { file: 'f', offset: 100, code: 'not-judged', reason: 'a record that could not be judged: it is bad' },
  ]);
});
