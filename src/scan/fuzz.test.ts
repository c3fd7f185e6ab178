import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.case.js';

describe('mutated inputs', () => {
  it('both engines read them without a failure, and find the same', async () => {
    const { failures, counts } = await fuzz(0, 2500);
    expect(failures).toEqual([]);
    // The inputs are what they should be: many match, many are damaged in each way.
    for (const kind of ['with matches', 'corrupt', 'truncated', 'checksum', 'trailing-garbage', 'not-json'])
      expect(counts[kind.startsWith('with') ? kind : `with problem ${kind}`], kind).toBeGreaterThan(50);
  });
});
