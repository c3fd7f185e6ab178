import { describe, expect, it } from 'vitest';
import { compile } from '../../test/world/account-builder.js';
import { FAULTY_ALARMS } from '../../test/world/alarm-variants.js';
import { UNREAD } from '../../test/world/read-variants.js';
import { groupsOf } from '../../test/world/reads.js';
import type { World } from '../../test/world/specs.js';
import { topicsOf } from '../../test/world/topic-reads.js';
import { FAULTY_TOPICS } from '../../test/world/topic-variants.js';
import { FAULTY_TRAILS, SOUND_TRAILS } from '../../test/world/trail-variants.js';
import { world } from '../../test/world/world.js';
import { loadControls } from '../catalogue/load.js';
import { literalOf } from './literal.js';

const found = loadControls().controls.find((control) => control.slug === 'kms-key-loss')!;
const TEXT = '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}';
const keyLoss = { ...found, literalPattern: TEXT };

function literal(change: (made: World) => void = () => {}) {
  const made = world();
  change(made);
  return literalOf(compile(made), keyLoss);
}
const keyLossFilter = (made: World) =>
  groupsOf(made)[0]!.filters.find((one) => one.filter.filterName === 'cis-4.7-kms-key-loss')!;
const withPattern = (pattern: string) =>
  literal((made) => {
    keyLossFilter(made).filter.filterPattern = pattern;
  });

describe("Security Hub's literal text check", () => {
  it('passes with the prescribed text, however it is spaced', () => {
    expect(literal()).toBe(true);
    expect(withPattern(TEXT)).toBe(true);
    expect(withPattern(TEXT.replaceAll('=', '  =  '))).toBe(true);
  });

  it('fails with any other text, though it means the same', () => {
    expect(withPattern(TEXT.replace('DisableKey', '"DisableKey"'))).toBe(false);
    expect(withPattern(TEXT.replace('kms.amazonaws.com', 'kms.*'))).toBe(false);
    expect(withPattern(`{(${TEXT.slice(1, -1)}) && ($.errorCode NOT EXISTS)}`)).toBe(false);
    expect(
      withPattern(
        TEXT.replace(
          '(($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))',
          '(($.eventName=ScheduleKeyDeletion) || ($.eventName=DisableKey))',
        ),
      ),
    ).toBe(false);
  });

  it('counts blanks inside quotes', () => {
    const control = { ...keyLoss, literalPattern: '{ $.errorMessage = "Failed authentication" }' };
    const made = world();
    keyLossFilter(made).filter.filterPattern = '{$.errorMessage="Failedauthentication"}';
    groupsOf(made)[0]!.filters = [keyLossFilter(made)];
    expect(literalOf(compile(made), control)).toBe(false);
  });

  it('cannot be told of a control that has no such check', () => {
    expect(literalOf(compile(world()), { ...keyLoss, literalPattern: null })).toBe(null);
  });

  it('fails without a multi-Region trail, without management events, and when KMS is excluded', () => {
    for (const fault of ['single-Region', 'stopped', 'read-only', 'KMS excluded', 'no log group'] as const)
      expect(
        literal((made) => FAULTY_TRAILS[fault](made, made.trails[0]!)),
        fault,
      ).toBe(false);
    expect(
      literal((made) => {
        made.trails = [];
      }),
    ).toBe(false);
  });

  it('cannot be told where the documentation does not say how it counts', () => {
    const vary = SOUND_TRAILS['advanced selector for management events'];
    expect(literal((made) => vary(made, made.trails[0]!))).toBe(null);
    const rds = SOUND_TRAILS['excludes only RDS data'];
    expect(literal((made) => rds(made, made.trails[0]!))).toBe(null);
  });

  it('fails without an alarm that has an SNS action, or without a confirmed subscriber', () => {
    const alarm = (made: World) => FAULTY_ALARMS['no actions'](made, keyLossFilter(made).alarms[0]!);
    expect(literal(alarm)).toBe(false);
    expect(literal((made) => FAULTY_TOPICS['not confirmed'](made, topicsOf(made)[0]!))).toBe(false);
  });

  it('cannot be told of the trail of another account, or when a read fails', () => {
    const owner = world({ id: '444455556666' });
    expect(
      literal((made) => {
        made.trails = owner.trails;
      }),
    ).toBe(null);
    for (const read of [
      'trails',
      'trail status',
      'event selectors',
      'metric filters',
      'alarms',
      'subscriptions',
    ] as const)
      expect(
        literal((made) => UNREAD[read](made, 'denied')),
        read,
      ).toBe(null);
  });
});
