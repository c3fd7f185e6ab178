import { describe, expect, it } from 'vitest';
import { trailsAwaited } from '../../src/change/awaited.js';
import { accountOf, brief, FIFTEEN, planFor } from './mend.case.js';
import { groupsOf } from './reads.js';
import { FAULTY_TRAILS, SOUND_TRAILS } from './trail-variants.js';
import { trail } from './world.js';

const [STARTED, FAILING] = [SOUND_TRAILS['started within the last hour'], FAULTY_TRAILS['delivery error']];
const OURS = 'arn:aws:iam::111122223333:role/trailproof-cloudtrail-to-logs-us-east-1';

describe('a delivery that is still to come', () => {
  it('of the only trail remains, though all is proved', () => {
    const account = accountOf((made) => STARTED(made, made.trails[0]!));
    const made = planFor(account, ['kms-key-loss']);
    expect(made).toMatchObject({
      changes: [],
      controls: [{ before: 'proved', after: 'proved' }],
      remains: [{ code: 'await-delivery', controls: ['kms-key-loss'] }],
    });
    expect(made.remains[0]?.message).toMatch(/^the trail `.+`, to the log group `.+`, has delivered nothing yet/);
    expect(trailsAwaited(account, [account])).toEqual([expect.stringMatching(/:trail\//)]);
    expect(planFor(account, FIFTEEN).remains.filter(({ code }) => code === 'await-delivery')).toHaveLength(1);
  });

  it('of a second trail is none: what is told is shown by the first', () => {
    const account = accountOf((made) => {
      const second = trail(made, 'second', groupsOf(made)[0]!);
      STARTED(made, second);
      made.trails.push(second);
    });
    expect(planFor(account, ['kms-key-loss'])).toMatchObject({ changes: [], remains: [] });
  });

  it('of a trail that delivers already is none', () => {
    const account = accountOf();
    expect(planFor(account, ['kms-key-loss'])).toMatchObject({ changes: [], remains: [] });
    expect(trailsAwaited(account, [account])).toEqual([]);
  });

  it('is not of what is broken otherwise: that is mended', () => {
    const account = accountOf((made) => {
      STARTED(made, made.trails[0]!);
      made.trails[0]!.status.IsLogging = false;
    });
    const made = planFor(account, ['kms-key-loss']);
    expect(brief(made)).toEqual(['StartLogging changes']);
    expect(made.remains).toEqual([]);
  });
});

describe('a delivery that failed', () => {
  it('with the role that was made for it is awaited, and no second role is made', () => {
    const account = accountOf((made) => {
      FAILING(made, made.trails[0]!);
      made.trails[0]!.trail.CloudWatchLogsRoleArn = OURS;
    });
    const made = planFor(account, ['kms-key-loss']);
    expect(made).toMatchObject({
      changes: [],
      controls: [{ before: 'broken', after: 'proved' }],
      remains: [{ code: 'await-delivery', controls: ['kms-key-loss'] }],
    });
    expect(made.remains[0]?.message).toContain('AccessDenied');
    expect(trailsAwaited(account, [account])).toHaveLength(1);
  });

  it('with another role is mended', () => {
    const account = accountOf((made) => FAILING(made, made.trails[0]!));
    expect(brief(planFor(account, ['kms-key-loss']))).toContain('CreateRole adds');
    expect(trailsAwaited(account, [account])).toEqual([]);
  });
});
