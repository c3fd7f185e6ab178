import { describe, expect, it } from 'vitest';
import type { AuditResult, EventResult, Verdict } from '../../src/chain/result.js';
import { check } from './check.js';
import { controlOf } from './controls.js';
import type { Generated } from './generate.js';
import { UNREAD } from './read-variants.js';
import { auditOf } from './run.js';
import type { World } from './specs.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { world } from './world.js';

/** An account of one control, and its audit with every verdict replaced. */
function claimed(change: (made: World) => void, verdict: Verdict, event: Partial<EventResult> = {}) {
  const control = controlOf('kms-key-loss');
  const made = world({ controls: [control] });
  change(made);
  const generated: Generated = { seed: 1, worlds: [made], controls: [control], story: [] };
  const result = auditOf(generated);
  const wrong: AuditResult = {
    ...result,
    results: result.results.map((one) => ({
      ...one,
      verdict,
      events: one.events.map((each) => ({ ...each, verdict, ...event })),
    })),
  };
  return new Set(check(generated, wrong).disagreements.map(({ kind }) => kind));
}
const stopped = (made: World) => FAULTY_TRAILS.stopped(made, made.trails[0]!);
const oneRegion = (made: World) => FAULTY_TRAILS['single-Region'](made, made.trails[0]!);
const unread = (made: World) => UNREAD.alarms(made, 'denied');
const inRegion = (awsRegion: string) => ({ witness: { eventName: 'DisableKey', awsRegion } });

describe('the check of generated accounts', () => {
  it('sees a proof of what is broken, and of what nobody can know', () => {
    expect(claimed(stopped, 'proved')).toEqual(new Set(['false proof']));
    expect(claimed(unread, 'proved')).toEqual(new Set(['false proof']));
  });

  it('sees a break of what holds, and of what nobody can know', () => {
    expect(claimed(() => {}, 'broken', inRegion('us-east-1'))).toContain('false break');
    expect(claimed(unread, 'broken', inRegion('us-east-1'))).toContain('false break');
  });

  it('sees a witness that is told, of another name or Region, or missing', () => {
    expect(claimed(oneRegion, 'broken', inRegion('us-east-1'))).toContain('false witness');
    expect(claimed(oneRegion, 'broken', inRegion('mars-north-1'))).toContain('false witness');
    expect(claimed(oneRegion, 'broken', { witness: null })).toContain('false witness');
  });

  it('never calls `unknown` wrong', () => {
    for (const change of [stopped, unread, oneRegion, () => {}]) expect(claimed(change, 'unknown')).toEqual(new Set());
  });

  it('sees a control that was not answered', () => {
    const control = controlOf('kms-key-loss');
    const generated: Generated = { seed: 1, worlds: [world()], controls: [control], story: [] };
    const none = { ...auditOf(generated), results: [] };
    expect(check(generated, none).disagreements.map(({ kind }) => kind)).toEqual(['no answer']);
  });
});
