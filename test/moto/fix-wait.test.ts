import { describe, expect, inject, it } from 'vitest';
import type { Behaviour } from '../proxy/call.js';
import { pendingConfirmation } from '../proxy/topics.js';
import { type Delivery, delivery } from '../proxy/trails.js';
import { chain } from './configuration.js';
import { fixing, SOMEBODY } from './fixing.js';

const moto = inject('moto');
const ONLY = ['--control', 'kms-key-loss'];
/** As `fakeIo` says what time it is. */
const LATELY = new Date('2026-11-21T09:10:00Z');

describe.skipIf(moto.url === null)('`trailproof fix --apply` waits', { timeout: 120_000 }, () => {
  const here = fixing();

  /** What happens at the third look. */
  function atThird(happen: () => void) {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => {
      if (waits.push(milliseconds) === 3) happen();
    };
    return { waits, io: { wait } };
  }

  /** A trail of which these are told until they are told otherwise. */
  function delivering(first: Delivery) {
    let now = first;
    const behaviour: Behaviour = (call, next) => delivery(now)(call, next);
    const tell = (later: Delivery) => {
      now = later;
    };
    return { behaviour, tell };
  }

  it('for the mail that nobody confirmed yet, which it names', async () => {
    let confirmed = false;
    const pending: Behaviour = (call, next) => (confirmed ? next(call) : pendingConfirmation()(call, next));
    const { fix, undoFile } = await here(chain({ topic: { subscriptions: [] } }), [pending]);
    const apply = [...ONLY, '--subscribe', 'email:security@example.com', '--apply', '--yes', '--undo-file', undoFile];
    const first = await fix(apply);
    expect(first.status).toBe(2);
    expect(first.out).toContain('security@example.com');
    const late = await fix([...apply, '--wait', '1m']);
    expect(late.status).toBe(2);
    const waits: number[] = [];
    const waited = await fix([...apply, '--wait', '10m'], {
      io: {
        async wait(milliseconds) {
          confirmed = waits.push(milliseconds) === 3;
        },
      },
    });
    expect(waits).toEqual([15_000, 15_000, 15_000]);
    expect(waited.status).toBe(0);
    expect(waited.out).toMatch(/✓ proved {2}kms-key-loss$/m);
  });

  it('for the first delivery of a trail that it made, which it names', async () => {
    const none = {
      LatestDeliveryTime: undefined,
      LatestCloudWatchLogsDeliveryTime: undefined,
      StartLoggingTime: LATELY,
    };
    const { behaviour, tell } = delivering(none);
    const { fix, undoFile } = await here({}, [behaviour]);
    const apply = [...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile];
    const first = await fix(apply);
    expect([first.status, first.err]).toEqual([2, '']);
    expect(first.out.replace(/\s+/g, ' ')).toContain(
      'The trail `trailproof`, to the log group `trailproof-cloudtrail`, has delivered nothing yet',
    );
    const again = await fix(apply);
    expect(again.status).toBe(2);
    expect(again.out).toContain('No change of ours is missing');
    const late = atThird(() => {});
    expect((await fix([...apply, '--wait', '1m'], { io: late.io })).status).toBe(2);
    expect(late.waits).toEqual([15_000, 15_000, 15_000, 15_000]);
    const { waits, io } = atThird(() => tell({ ...none, LatestCloudWatchLogsDeliveryTime: LATELY }));
    const waited = await fix([...apply, '--wait', '10m'], { io });
    expect(waits).toEqual([15_000, 15_000, 15_000]);
    expect(waited.status).toBe(0);
    expect(waited.out).toMatch(/✓ proved {2}kms-key-loss$/m);
    expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
  });

  it('for a trail to deliver with the role that it was given, and gives it no second one meanwhile', async () => {
    const failing = { LatestCloudWatchLogsDeliveryError: 'Access denied', LatestCloudWatchLogsDeliveryTime: undefined };
    const { behaviour, tell } = delivering(failing);
    const { fix, proxy, undoFile } = await here(chain(), [behaviour]);
    const apply = [...ONLY, '--apply', '--yes', '--undo-file', undoFile];
    const first = await fix(apply);
    expect([first.status, first.err]).toEqual([2, '']);
    expect(first.out).toMatch(/^ {2}✗ broken {2}kms-key-loss$/m);
    expect(first.out.replace(/\s+/g, ' ')).toContain(
      'has the role that was made for it, and tells of one that failed: Access denied',
    );
    expect((await fix(apply)).status).toBe(2);
    const { waits, io } = atThird(() => tell({ LatestCloudWatchLogsDeliveryTime: LATELY }));
    const waited = await fix([...apply, '--wait'], { io });
    expect([waited.status, waits]).toEqual([0, [15_000, 15_000, 15_000]]);
    expect(waited.out).toMatch(/✗ broken → ✓ proved {2}kms-key-loss$/m);
    expect(proxy.calls.filter(({ operation }) => operation === 'CreateRole')).toHaveLength(1);
  });
});
