import { expect, test } from 'vitest';
import type { EngineMatch } from '../detect/engine.js';
import type { Json } from '../predicate/json.js';
import { fakeIo } from './io.case.js';
import { scanInput } from './scan-input.js';
import { takeAround, takeMatches } from './take-match.js';

test('a record at which something fails is a problem of that record, and the others are taken', () => {
  const input = scanInput(fakeIo(), [], { since: null, until: null }, { profile: undefined, endpointUrl: undefined });
  const taken: unknown[] = [];
  const engine = {
    take({ event }: EngineMatch) {
      if (event === 'bad') throw new TypeError('it is bad');
      taken.push(event);
    },
  };
  const match = (event: Json, offset: number) => ({ rules: ['r'], event, text: null, offset });
  const unreadable = {
    rules: ['r'],
    text: null,
    offset: 30,
    get event(): Json {
      throw new SyntaxError('no JSON');
    },
  };
  const matched = [match('one', 10), match('bad', 20), unreadable, match('two', 40)];
  const counts = { bytesRead: 0, bytesInflated: 0, events: 0, problems: [] };
  takeMatches(engine, { name: 'f', complete: false, ...counts, matched }, input);
  expect(taken).toEqual(['one', 'two']);
  takeAround(
    { take: (event) => engine.take({ rules: [], event }) },
    { name: 'g', complete: false, ...counts, matched: [match('bad', 5)] },
    input.problem,
  );
  expect(input.told().problems).toEqual([
    { file: 'f', offset: 20, reason: 'a record that could not be judged: it is bad' },
    { file: 'f', offset: 30, reason: 'a record that could not be judged: no JSON' },
    { file: 'g', offset: 5, reason: 'a record that could not be judged: it is bad' },
  ]);
});
