import { expect, it } from 'vitest';
import { plain } from './plain.js';

it('gives JSON that survives being written and read', () => {
  const answer = {
    $metadata: { httpStatusCode: 200 },
    Trails: [{ Name: 'a', Started: new Date(0), Nothing: undefined, Never: null, At: [new Date(Number.NaN)] }],
    Size: 2n,
    NextToken: undefined,
  };
  const json = plain(answer);
  expect(json).toEqual({
    Trails: [{ Name: 'a', Started: '1970-01-01T00:00:00.000Z', At: [null] }],
    Size: 2,
  });
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});
