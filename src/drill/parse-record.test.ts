import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDrillRecord } from './parse-record.js';

const THING = {
  kind: 'queue',
  region: 'us-east-1',
  name: 'trailproof-drill-0123456789ab',
  of: null,
  state: 'made',
  at: '2026-11-21T09:12:00Z',
  how: null,
  due: null,
  reason: null,
};
const RECORD = {
  schema: 'trailproof/drill/1',
  id: '0123456789ab',
  account: '111122223333',
  partition: 'aws',
  caller: 'arn:aws:iam::111122223333:user/ana',
  chains: [],
  steps: [],
  things: [THING],
  calls: [],
  cleanings: [],
};
const parsed = (changes: object) => parseDrillRecord(JSON.stringify({ ...RECORD, ...changes }));

describe('the record of a drill', () => {
  it('is read as it was written', () => {
    expect(parsed({})).toEqual({ ok: true, record: RECORD });
  });

  it.each([
    ['another schema', { schema: 'trailproof/recovery/1' }],
    ['an id that no drill has', { id: 'prod' }],
    ['an id with more in it', { id: '0123456789ab/../orders' }],
    ['no account', { account: null }],
    ['no things', { things: null }],
    ['a thing that no drill makes', { things: [{ ...THING, kind: 'bucket' }] }],
    ['a Region that is none', { things: [{ ...THING, region: 'us-east-1.evil.example' }] }],
    ['a state that is none', { things: [{ ...THING, state: 'x' }] }],
    ['no steps', { steps: undefined }],
  ])('is refused with %s', (_, changes) => {
    expect(parsed(changes)).toMatchObject({ ok: false, help: expect.stringContaining('trailproof drill') });
  });

  it('is never read out of anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseDrillRecord(text).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
