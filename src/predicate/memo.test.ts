import { describe, expect, it } from 'vitest';
import { memo } from './memo.js';

describe('memo', () => {
  it('asks once for each object, by identity, and keeps null and false as well', () => {
    let asked = 0;
    const answer = memo(({ of }: { of: null | boolean }) => {
      asked++;
      return of;
    });
    for (const of of [null, false, true]) {
      const key = { of };
      expect([answer(key), answer(key)]).toEqual([of, of]);
    }
    expect(asked).toBe(3);
    answer({ of: null });
    expect(asked).toBe(4);
  });
});
