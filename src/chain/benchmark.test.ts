import { describe, expect, it } from 'vitest';
import { compile } from '../../test/world/account-builder.js';
import { FAULTY_ALARMS } from '../../test/world/alarm-variants.js';
import { CONTROLS, controlOf } from '../../test/world/controls.js';
import { FAULTY_FILTERS } from '../../test/world/filter-variants.js';
import { UNREAD } from '../../test/world/read-variants.js';
import { groupsOf } from '../../test/world/reads.js';
import type { World } from '../../test/world/specs.js';
import { topicsOf } from '../../test/world/topic-reads.js';
import { FAULTY_TOPICS } from '../../test/world/topic-variants.js';
import { FAULTY_TRAILS, SOUND_TRAILS } from '../../test/world/trail-variants.js';
import { snsTopic, trail, world } from '../../test/world/world.js';
import type { Account } from '../account/account.js';
import { loadControls } from '../catalogue/load.js';
import { benchmarkOf } from './benchmark.js';

const keyLoss = loadControls().controls.find((control) => control.slug === 'kms-key-loss')!;
const covers = (pattern: string) => pattern.includes('ScheduleKeyDeletion') && pattern.includes('DisableKey');

function judge(change: (made: World) => void = () => {}, all: readonly Account[] = []) {
  const made = world();
  change(made);
  return benchmarkOf(compile(made), all, keyLoss, covers);
}
const holds = (change?: (made: World) => void) => judge(change).steps.map((step) => step.holds);

const firstFilter = (made: World) =>
  groupsOf(made)[0]!.filters.find((one) => one.filter.filterName?.includes(controlOf('kms-key-loss').slug))!;
const onTrail = (vary: (made: World, spec: World['trails'][number]) => void) => (made: World) =>
  vary(made, made.trails[0]!);
const onTopic = (vary: (made: World, spec: ReturnType<typeof topicsOf>[number]) => void) => (made: World) =>
  vary(made, topicsOf(made)[0]!);
const onAlarm =
  (
    vary: (
      made: World,
      spec: ReturnType<typeof firstFilter>['alarms'][number],
      filter: ReturnType<typeof firstFilter>,
    ) => void,
  ) =>
  (made: World) =>
    vary(made, firstFilter(made).alarms[0]!, firstFilter(made));

describe('the seven steps of the benchmark', () => {
  it('are all met by a correct account, with what was observed', () => {
    const { steps, verdict } = judge();
    expect(verdict).toBe('met');
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(steps.every(({ holds }) => holds === true)).toBe(true);
    expect(steps.map(({ observed }) => observed)).toEqual([
      'trail `management-events` records every Region into log group `CloudTrail/DefaultLogGroup`',
      'an event selector has ReadWriteType All and IncludeManagementEvents true',
      'log group `CloudTrail/DefaultLogGroup` has 15 metric filters',
      'the pattern of filter `cis-4.7-kms-key-loss` covers kms-key-loss',
      'alarm `CIS-4.7-KMSKeyLoss` is on metric `CISBenchmark/KMSKeyLoss`',
      'alarm `CIS-4.7-KMSKeyLoss` notifies topic `security-alerts`',
      'topic `security-alerts` has a confirmed email subscription',
    ]);
  });

  it.each([
    [1, 'stopped'],
    [1, 'single-Region'],
    [1, 'no log group'],
    [2, 'read-only'],
    [2, 'write-only'],
    [2, 'no management events'],
    [2, 'KMS excluded'],
    [2, 'KMS excluded by an advanced selector'],
    [2, 'reads only by an advanced selector'],
    [2, 'data events only'],
  ] as const)('step %i is not met by a trail that is %s', (step, fault) => {
    const { steps, verdict } = judge(onTrail(FAULTY_TRAILS[fault]));
    expect(steps.find((one) => one.holds !== true)?.step).toBe(step);
    expect(steps[step - 1]?.holds).toBe(false);
    expect(verdict).toBe('not-met');
  });

  it.each(Object.keys(SOUND_TRAILS).filter((name) => !name.startsWith('excludes')))('accept the trail: %s', (name) => {
    expect(judge(onTrail(SOUND_TRAILS[name as keyof typeof SOUND_TRAILS])).verdict).toBe('met');
  });

  it('step 2 is not met when any source is excluded', () => {
    expect(judge(onTrail(SOUND_TRAILS['excludes only RDS data'])).steps[1]?.holds).toBe(false);
  });

  it('step 3 needs a filter, and step 4 one that covers the control', () => {
    expect(
      holds((made) => {
        groupsOf(made)[0]!.filters = [];
      }),
    ).toEqual([true, true, false, false, false, false, false]);
    const narrowed = (made: World) => {
      firstFilter(made).filter.filterPattern = '{ $.eventName = DisableKey }';
    };
    expect(holds(narrowed)[3]).toBe(false);
    expect(judge(narrowed).verdict).toBe('not-met');
  });

  it('step 4 is unknown when the pattern could not be decided', () => {
    const made = world();
    const { steps, verdict } = benchmarkOf(compile(made), [], keyLoss, () => null);
    expect([steps[3]?.holds, verdict]).toEqual([null, 'unknown']);
  });

  it('step 5 needs an alarm on the same namespace and name, in the Region of the log group', () => {
    for (const fault of ['another namespace', 'another metric name'] as const)
      expect(holds((made) => FAULTY_FILTERS[fault](made, firstFilter(made)))[4]).toBe(false);
    expect(holds(onAlarm(FAULTY_ALARMS['in another Region']))[4]).toBe(false);
  });

  it('step 6 needs an SNS topic among the ALARM actions', () => {
    expect(holds(onAlarm(FAULTY_ALARMS['OK actions only']))).toEqual([true, true, true, true, true, false, false]);
  });

  it('step 7 needs a confirmed subscriber', () => {
    for (const fault of ['no subscription', 'not confirmed', 'deleted'] as const)
      expect(holds(onTopic(FAULTY_TOPICS[fault]))).toEqual([true, true, true, true, true, true, false]);
  });

  it('do not ask what the benchmark does not ask: thresholds, actions switched off, policies, encryption', () => {
    expect(judge(onAlarm(FAULTY_ALARMS['threshold too high'])).verdict).toBe('met');
    expect(judge(onAlarm(FAULTY_ALARMS['actions off'])).verdict).toBe('met');
    expect(judge(onTopic(FAULTY_TOPICS['policy denies everybody'])).verdict).toBe('met');
    expect(judge(onTopic(FAULTY_TOPICS['encrypted with the AWS managed key'])).verdict).toBe('met');
  });

  it.each([
    [1, 'trails'],
    [1, 'trail status'],
    [2, 'event selectors'],
    [3, 'metric filters'],
    [5, 'alarms'],
    [7, 'subscriptions'],
  ] as const)('step %i is unknown when reading %s fails, in every way of failing', (step, read) => {
    for (const kind of ['denied', 'throttled', 'failed', 'truncated'] as const) {
      const { steps, verdict } = judge((made) => UNREAD[read](made, kind));
      expect(steps.find((one) => one.holds !== true)?.step).toBe(step);
      expect([steps[step - 1]?.holds, verdict]).toEqual([null, 'unknown']);
    }
  });

  it('show the chain that gets furthest, and are met when one chain is', () => {
    const { steps, verdict } = judge((made) => {
      made.trails.unshift(trail(made, 'aaa', null));
      const filter = firstFilter(made);
      const alarm = filter.alarms[0]!;
      const silent = snsTopic(made, made.home, 'silent');
      silent.subscriptions = [];
      alarm.alarm.AlarmActions = [silent.arn, ...(alarm.alarm.AlarmActions ?? [])];
      alarm.topics.unshift(silent);
    });
    expect(verdict).toBe('met');
    expect(steps[6]?.observed).toContain('security-alerts');
  });

  it('follow the trail of an organization to the account that owns it, and say when that was not read', () => {
    const owner = world({ id: '444455556666', controls: CONTROLS });
    const member = world();
    member.trails = owner.trails;
    expect(benchmarkOf(compile(member), [compile(member), compile(owner)], keyLoss, covers).verdict).toBe('met');
    const alone = benchmarkOf(compile(member), [compile(member)], keyLoss, covers);
    expect(alone.verdict).toBe('unknown');
    expect(alone.steps[2]?.observed).toContain('444455556666');
  });

  it('are not met by an account without a trail, and unknown of an empty file', () => {
    expect(
      judge((made) => {
        made.trails = [];
      }).verdict,
    ).toBe('not-met');
    expect(benchmarkOf({ ...compile(world()), reads: [] }, [], keyLoss, covers).verdict).toBe('unknown');
  });
});
