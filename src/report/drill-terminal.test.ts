import { describe, expect, it } from 'vitest';
import type { DrillThing } from '../drill/record.js';
import { aDrill, aPreview, aStep, CHAIN } from './drill.case.js';
import { renderCleaned, renderDrillEnd, renderDrillPreview, renderDrillStep } from './drill-terminal.js';
import { measuredWords } from './drill-words.js';

const OPTIONS = { width: 80, colour: false };
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('before a drill', () => {
  it('says who gets a message, and what else the alarm does', () => {
    const text = flat(renderDrillPreview(aPreview(), OPTIONS));
    expect(text).toContain('its 1 subscriber (email security@example.com) gets a message each time');
    expect(text).toContain('warning The alarm also does arn:aws:lambda');
    expect(text).toContain('waited for 30 min at the most. What');
    expect(flat(renderDrillPreview(aPreview({ isShort: true }), OPTIONS))).toContain(
      'at the most, which is less than was promised',
    );
  });

  it('says so of subscribers that could not be listed, and where there are none', () => {
    const told = (subscribers: readonly string[] | null) =>
      flat(renderDrillPreview(aPreview({ told: [{ topic: CHAIN.topic!, subscribers }] }), OPTIONS));
    expect(told(null)).toContain('its subscribers, who could not be listed, get a message');
    expect(told([])).toContain('its subscribers, of whom there are none, get a message');
  });

  it('says why a step cannot be tried, and warns of nothing then', () => {
    const step = { step: 'log-event' as const, chain: 0, does: 'x', warnings: ['y'], cannot: 'there is no log group' };
    const text = flat(renderDrillPreview(aPreview({ steps: [step] }), OPTIONS));
    expect(text).toContain('Cannot be tried: there is no log group.');
    expect(text).not.toContain('warning');
  });

  it('names the events that nothing carries, and numbers several chains', () => {
    const uncarried = [
      { event: 'kms.amazonaws.com:DisableKey', region: 'eu-west-1', reason: 'stops at the alarm', isBroken: true },
    ];
    const text = renderDrillPreview(aPreview({ uncarried, chains: [CHAIN, CHAIN] }), OPTIONS);
    expect(text).toContain('✗ kms.amazonaws.com:DisableKey: stops at the alarm');
    expect(text).toMatch(/^chain 2: DisableKey and ScheduleKeyDeletion in eu-west-1$/m);
    expect(text).toMatch(/^1\. alarm-state, chain 1$/m);
  });
});

describe('a step', () => {
  it('is told with what was measured, and by how much a promise was missed', () => {
    const step = aStep();
    expect(flat(renderDrillStep(step, 1, OPTIONS))).toBe(
      '✓ log-event DisableKey: alarm after 48 s, message after 49 s (promised: 60 s) ',
    );
    const late = step.measurements.map((one) => ({ ...one, secondsToMessage: 84, within: false }));
    expect(flat(renderDrillStep({ ...step, measurements: late }, 1, OPTIONS))).toContain(
      'message after 84 s (promised: 60 s, came 24 s later)',
    );
  });

  it('says why it failed, or is not known', () => {
    const failed = renderDrillStep(aStep({ outcome: 'failed', reason: 'it never rang', measurements: [] }), 1, OPTIONS);
    expect(failed).toBe('✗ log-event    It never rang.\n');
    const open = renderDrillStep(aStep({ outcome: 'unknown', reason: 'nobody may', measurements: [] }), 2, OPTIONS);
    expect(open).toBe('? log-event (chain 1) Nobody may.\n');
  });

  it('says of a matcher how many events it matches', () => {
    const samples = [true, false, false].map((aws) => ({ name: 'x', required: aws, ours: aws, aws }));
    const text = renderDrillStep(aStep({ step: 'test-filter', samples, measurements: [] }), 1, OPTIONS);
    expect(text).toContain('1 of 3 events match, as they should');
  });
});

describe('after a drill', () => {
  const left: DrillThing = {
    kind: 'key',
    region: 'eu-west-1',
    name: '0a1b2c3d-1111-4222-8333-444455556666',
    of: null,
    state: 'left',
    at: '2026-11-21T09:12:30.000Z',
    how: null,
    due: null,
    reason: 'a policy denies kms:ScheduleKeyDeletion',
  };

  it('says what was removed, and where the record is', () => {
    const text = flat(renderDrillEnd(aDrill(), 'drill.json', OPTIONS));
    expect(text).toContain('Removed or put back: queue, subscription, alarm state and log stream.');
    expect(text).toContain('1 of 1 step passed. The record is in drill.json.');
  });

  it('names what is left, and what removes it', () => {
    const text = flat(renderDrillEnd(aDrill({ things: [left] }), 'drill.json', OPTIONS));
    expect(text).toContain(`Left: the key ${left.name} in eu-west-1: a policy denies kms:ScheduleKeyDeletion.`);
    expect(text).toContain('`trailproof drill --clean drill.json` tries again.');
    expect(text).toContain('1 thing is left.');
    expect(flat(renderCleaned([left], [left], OPTIONS))).toContain('0 of 1 thing removed');
    expect(renderCleaned([left], [{ ...left, state: 'removed' }], OPTIONS)).toBe('1 of 1 thing removed or put back.\n');
  });

  it('says what no chain carries, and what the audit says', () => {
    const one = { region: 'eu-west-1', reason: 'is carried by nothing', isBroken: true };
    const uncarried = [
      { ...one, event: 'kms.amazonaws.com:DisableKey' },
      { ...one, event: 'kms.amazonaws.com:PutKeyPolicy', isBroken: false },
    ];
    const text = flat(renderDrillEnd(aDrill({ uncarried, verdict: 'broken' }), null, OPTIONS));
    expect(text).toContain(
      '1 of 1 step passed, DisableKey is carried by nothing, PutKeyPolicy may be carried by nothing. The audit says broken',
    );
    expect(renderDrillEnd(aDrill(), null, OPTIONS)).not.toContain('The audit says');
  });

  it('says whose copy of the message was seen, where one was', () => {
    const copy = 'What was seen is the copy that the drill’s own queue got';
    expect(flat(renderDrillEnd(aDrill(), null, OPTIONS))).toContain(copy);
    expect(flat(renderDrillEnd(aDrill({ steps: [aStep({ measurements: [] })] }), null, OPTIONS))).not.toContain(copy);
  });

  it('says until when the key is pending', () => {
    const key = { ...left, state: 'removed' as const, reason: null, due: '2026-11-28T09:12:30.000Z' };
    expect(flat(renderDrillEnd(aDrill({ things: [key] }), null, OPTIONS))).toContain(
      `The key ${key.name} is pending deletion until 2026-11-28 09:12 UTC. That may ring its alarm some minutes from now.`,
    );
    const [measurement] = aStep().measurements;
    const step = aStep({ measurements: [{ ...measurement!, event: 'kms.amazonaws.com:ScheduleKeyDeletion' }] });
    const watched = flat(renderDrillEnd(aDrill({ things: [key], steps: [step] }), null, OPTIONS));
    expect(watched).toContain('until 2026-11-28 09:12 UTC. What was seen');
    const cleaned = flat(renderCleaned([{ ...key, state: 'begun', due: null, name: '' }], [key], OPTIONS));
    expect(cleaned).toContain('pending deletion until 2026-11-28 09:12 UTC. That may ring its alarm');
    const queue = { ...left, kind: 'queue' as const };
    expect(renderCleaned([queue], [{ ...queue, state: 'removed' }, key], OPTIONS)).not.toContain('pending');
  });

  it('prints no escape sequence that a name holds, and no line that is too long', () => {
    const evil = 'a\x1b[2J\n\u202e';
    const chain = { ...CHAIN, filter: evil, alarm: `${CHAIN.alarm}${evil}`, logGroup: `${CHAIN.logGroup}${evil}` };
    const texts = [
      renderDrillPreview(aPreview({ chains: [chain], summary: evil }), OPTIONS),
      renderDrillStep(aStep({ outcome: 'failed', reason: evil }), 1, OPTIONS),
      renderDrillEnd(aDrill({ things: [{ ...left, name: evil, reason: evil }] }), evil, OPTIONS),
      renderCleaned([left], [{ ...left, name: evil, reason: evil }], OPTIONS),
    ];
    for (const text of texts) {
      for (const character of ['\x1b', '\u202e']) expect(text).not.toContain(character);
      for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });
});

it.each([
  [0, '0.0 s'],
  [1.24, '1.2 s'],
  [83.6, '84 s'],
  [119.6, '2 min'],
  [372.2, '6 min 12 s'],
])('%d s are %s', (seconds, words) => {
  expect(measuredWords(seconds)).toBe(words);
});
