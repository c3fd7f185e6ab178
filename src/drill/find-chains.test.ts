import { describe, expect, it } from 'vitest';
import { NEWEST_BENCHMARK } from '../catalogue/benchmark.js';
import { BUILT_IN_CONTROLS, loadControls } from '../catalogue/load.js';
import { changed, filterAccount, ME, ruleAccount, TOPIC, withItem } from '../chain/example-account.case.js';
import type { JsonObject } from '../predicate/json.js';
import { carries } from './chain.js';
import { questionsFor } from './filter-samples.js';
import { eventToSend, findChains, ringsBeside } from './find-chains.js';
import { keyEvents, planDrill } from './plan.js';
import { STEPS } from './record.js';
import { isMarked } from './synthetic-event.js';

const { controls } = loadControls([BUILT_IN_CONTROLS]);
const KEY_LOSS = controls.find(({ slug }) => slug === 'kms-key-loss')!;
const OPTIONS = { benchmark: NEWEST_BENCHMARK, includeAttempts: false };
const STAMP = { id: '0123456789ab', eventID: '11111111-2222-4333-8444-555555555555', at: '2026-03-01T12:00:00.000Z' };

function drilled(account = filterAccount(), control = KEY_LOSS, region: string | null = null) {
  return findChains({ control, account, accounts: [account], options: OPTIONS, region });
}

describe('the chains of a control', () => {
  it('are those that its audit shows, each with its events', () => {
    const { chains, uncarried } = drilled();
    expect(uncarried).toEqual([]);
    expect(chains.map(({ chain, events }) => [chain.kind, chain.topic, events.map(({ event }) => event)])).toEqual([
      ['filter', TOPIC, ['kms.amazonaws.com:DisableKey', 'kms.amazonaws.com:ScheduleKeyDeletion']],
    ]);
    expect(chains[0]?.chain).toMatchObject({
      group: { name: 'trail', account: ME },
      alarm: { name: 'key-loss', isComposite: false, staysInAlarm: false },
    });
    expect(chains[0]?.chain.pattern).toContain('DisableKey');
  });

  it('of a rule are its pattern and its topic, without an alarm', () => {
    const { chains } = drilled(ruleAccount());
    expect(chains[0]?.chain).toMatchObject({ kind: 'rule', group: null, alarm: null, topic: TOPIC });
    expect(chains[0]?.chain.pattern).toContain('aws.kms');
  });

  it('are none where a link breaks, and that link is named', () => {
    const account = withItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', { ActionsEnabled: false });
    const { chains, uncarried } = drilled(account);
    expect(chains).toEqual([]);
    expect(uncarried[0]).toMatchObject({
      event: 'kms.amazonaws.com:DisableKey',
      link: { kind: 'alarm', holds: false },
    });
  });

  it('are all that it takes, each with a record that it carries', () => {
    const loss = '$.eventSource = kms.amazonaws.com && ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion)';
    const account = changed(filterAccount(), 'logs:DescribeMetricFilters', (page) => {
      const [first] = page.metricFilters as readonly object[];
      const patterns = ['= IAMUser', '!= IAMUser', 'NOT EXISTS'].map(
        (test) => `{ ${loss} && $.userIdentity.type ${test} }`,
      );
      const metricFilters = patterns.map((filterPattern, at) => ({
        ...first,
        filterName: `part-${at}`,
        filterPattern,
      }));
      return { ...page, metricFilters };
    });
    const { chains } = drilled(account);
    const types = chains.map(({ chain, events }) => [
      chain.name,
      events.map(({ sample }) => (sample.userIdentity as JsonObject).type === 'IAMUser'),
    ]);
    expect(types).toContainEqual(['part-0', [true, true]]);
    expect(types).toContainEqual(['part-1', [false, false]]);
    // A key that a role loses is told by the chain that is there for roles.
    const found = drilled(account);
    const nameFor = (caller: string) => found.chains[keyEvents(found, caller)[0]!.chain]?.chain.name;
    expect(nameFor(`arn:aws:iam::${ME}:user/ana`)).toBe('part-0');
    expect(nameFor(`arn:aws:sts::${ME}:assumed-role/Security/ana`)).toBe('part-1');
  });

  it('carry what can be carried where another event is missed', () => {
    const account = withItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters', {
      filterPattern: '{ $.eventName = DisableKey }',
    });
    const { chains, uncarried } = drilled(account);
    expect(chains[0]?.events.map(({ event }) => event)).toEqual(['kms.amazonaws.com:DisableKey']);
    expect(uncarried.map(({ event }) => event)).toEqual(['kms.amazonaws.com:ScheduleKeyDeletion']);
  });
});

describe.each(controls)('$slug', (control) => {
  const account = withItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters', {
    filterPattern: control.canonicalPattern,
  });
  const found = drilled(account, control);
  const events = found.chains.flatMap((one) => one.events.map((event) => ({ chain: one.chain, event })));

  it('has an event to send for each of its classes, marked, required and carried', () => {
    expect(found.uncarried).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
    for (const { chain, event } of events) {
      const sent = eventToSend(chain, event, STAMP);
      expect(sent, event.event).not.toBeNull();
      expect([isMarked(sent!, STAMP.id), event.isRequired(sent!), carries(chain, sent!)], event.event).toEqual([
        true,
        true,
        true,
      ]);
    }
  });

  it('is asked about with each of them, and with near misses of which one at least is not matched', () => {
    const questions = found.chains.flatMap(questionsFor);
    expect(questions.filter(({ required, ours }) => required && ours !== true)).toEqual([]);
    expect(questions.some(({ ours }) => ours === false)).toBe(true);
    expect(questions.every(({ message }) => message !== null)).toBe(true);
  });
});

describe('the plan', () => {
  it('names who will be told, and other alarms that the event sets off', () => {
    const found = drilled();
    const account = filterAccount();
    const plan = planDrill({ account, accounts: [account], found, steps: STEPS });
    expect(plan.steps.map(({ step, cannot }) => [step, cannot])).toEqual(STEPS.map((step) => [step, null]));
    expect(plan.told).toEqual([{ topic: TOPIC, subscribers: ['email a@example.com'] }]);
    expect(keyEvents(found, ME).map(({ event }) => event)).toHaveLength(2);
    const [one] = found.chains;
    expect(ringsBeside(one!.chain, one!.events[0]!.sample, found)).toEqual({ alarms: [], rules: [] });
  });

  it('tells nobody of a step that changes nothing', () => {
    const account = filterAccount();
    expect(planDrill({ account, accounts: [account], found: drilled(), steps: ['test-filter'] }).told).toEqual([]);
  });

  it.each([
    ['{ $.eventSource = kms.amazonaws.com }', 'CreateKey and EnableKey'],
    ['{ $.eventSource = kms.amazonaws.com && $.eventName != CreateKey }', 'EnableKey'],
  ])('makes no key where its own other calls would ring the alarm: %s', (filterPattern, calls) => {
    const account = withItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters', { filterPattern });
    const { steps } = planDrill({ account, accounts: [account], found: drilled(account), steps: STEPS });
    expect(steps.map(({ cannot }) => cannot)).toEqual([
      null,
      null,
      null,
      expect.stringContaining(`takes ${calls}, too, which the step calls as well`),
    ]);
  });

  it('says which steps a rule does not have', () => {
    const account = ruleAccount();
    const plan = planDrill({ account, accounts: [account], found: drilled(account), steps: STEPS });
    expect(plan.steps.filter(({ cannot }) => cannot !== null).map(({ step }) => step)).toEqual([
      'alarm-state',
      'log-event',
    ]);
  });

  it('is in the Region that is named', () => {
    const { chains } = drilled(filterAccount(), KEY_LOSS, 'us-east-1');
    expect(chains[0]?.events[0]).toMatchObject({ region: 'us-east-1', sample: { awsRegion: 'us-east-1' } });
  });
});
