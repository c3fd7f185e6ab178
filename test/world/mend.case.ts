import { expect } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { saveAccount } from '../../src/account/save.js';
import { loadControls } from '../../src/catalogue/load.js';
import { audit } from '../../src/chain/audit.js';
import type { ControlResult } from '../../src/chain/result.js';
import { applyChanges, undoChanges } from '../../src/change/apply.js';
import type { Change, Plan } from '../../src/change/change.js';
import { type PlanInput, plan } from '../../src/change/plan.js';
import { prepared } from '../../src/change/prepare.js';
import { compile } from './account-builder.js';
import { controlOf } from './controls.js';
import { groupsOf } from './reads.js';
import { eventRule } from './rule-variants.js';
import type { World } from './specs.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { defaultPolicy, snsTopic, world } from './world.js';

// Relative to the repository, in which the tests are started.
export const { controls: CATALOGUE } = loadControls(['catalogue/controls']);
export const DEFAULT = CATALOGUE.filter(({ isDefault }) => isDefault);

export const ADDRESS = { protocol: 'email', endpoint: 'you@example.com' };

export function planFor(account: Account, slugs: readonly string[], options: Partial<PlanInput> = {}): Plan {
  return plan({
    account,
    accounts: [account],
    controls: CATALOGUE.filter(({ slug }) => slugs.includes(slug)),
    catalogue: CATALOGUE,
    benchmark: 'cis-7.0',
    includeAttempts: false,
    subscribe: [],
    topic: null,
    literal: false,
    generatedAt: '2026-03-01T12:00:01.000Z',
    tool: { name: 'trailproof', version: '0.1.0' },
    ...options,
  });
}

export const control = controlOf('kms-key-loss');
export const FIFTEEN = DEFAULT.map(({ slug }) => slug);
export const filterIn = (made: World) => groupsOf(made)[0]!.filters[0]!;

export function accountOf(change: (made: World) => void = () => {}, controls = [control]): Account {
  const made = world({ controls });
  change(made);
  return compile(made);
}

/** The control's events are told by a rule in every Region, whose topic lets EventBridge publish, and by no filter. */
export function tellByRulesAlone(made: World): void {
  for (const region of made.regions) {
    const topic = snsTopic(made, region, 'security-events');
    const policy = defaultPolicy(topic.arn, made.id);
    const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' };
    const Statement = [...(policy.Statement as readonly object[]), { ...statement, Resource: topic.arn }];
    topic.attributes.Policy = JSON.stringify({ ...policy, Statement });
    made.rules.push(eventRule(made, region, control, topic));
  }
  for (const trail of made.trails) FAULTY_TRAILS['no log group'](made, trail);
}

/** Without trails: nothing leads anywhere. */
export const emptyAccount = () =>
  accountOf((made) => {
    made.trails = [];
  }, []);

export const patternsOf = ({ changes }: Plan) =>
  changes.flatMap(({ step }) => (step.operation === 'logs:PutMetricFilter' ? [step.input.filterPattern] : []));

/** What is done, in short: `PutMetricFilter adds`. */
export function brief({ changes }: Plan): readonly string[] {
  return changes.map(({ step, risk }) => `${step.operation.split(':')[1]} ${risk}`);
}

/** What builds a thing that is not there, as `brief` says it. */
export const NEW_GROUP = ['CreateLogGroup adds', 'PutRetentionPolicy adds', 'CreateRole adds', 'PutRolePolicy adds'];
export const NEW_TRAIL = [
  'CreateBucket adds',
  'PutPublicAccessBlock adds',
  'PutBucketPolicy adds',
  ...NEW_GROUP,
  'CreateTrail adds',
  'StartLogging adds',
];
export const NEW_FILTER = ['PutMetricFilter adds', 'PutMetricAlarm adds'];
export const NEW_TOPIC = ['CreateTopic adds', 'PutMetricAlarm adds', 'Subscribe adds'];

/** Whoever is named is subscribed, needed or not. */
export const withHim = (changes: readonly string[]) =>
  changes.includes('Subscribe adds') ? changes : [...changes, 'Subscribe adds'];

/**
 * What is true of every plan: carried out it does what it says, by the same audit; what it does not prove is named; there is nothing
 * to do twice; undone, the account is what it was, apart from times.
 */
export function expectLaws(made: Plan, account: Account, options: Partial<PlanInput> = {}): void {
  const accounts = options.accounts ?? [account];
  const ready = prepared(account, options.topic ?? null);
  const after = applyChanges(made.changes, ready, { confirmed: true });
  const all = [after, ...accounts.filter((one) => one.account !== account.account)];
  const slugs = made.controls.map(({ control }) => control);
  const controls = CATALOGUE.filter(({ slug }) => slugs.includes(slug));
  const { generatedAt, tool } = made;
  const judged = (of: readonly Account[]) =>
    audit({ accounts: of, controls, benchmark: 'cis-7.0', includeAttempts: false, generatedAt, tool }).results;
  const [earlier, results] = [judged(accounts), judged(all)];
  for (const { control, before, after: promised } of made.controls) {
    const isIt = (one: ControlResult) => one.account === account.account && one.control === control;
    const found = results.find(isIt);
    expect(earlier.find(isIt)?.verdict).toBe(before);
    const waits = made.remains.some(({ code, controls }) => code === 'confirm-email' && controls.includes(control));
    if (!waits) expect(found?.verdict).toBe(promised);
    if (before === 'proved') expect(promised).toBe('proved');
    if (promised !== 'proved') expect(made.remains.flatMap(({ controls }) => controls)).toContain(control);
  }
  expect(new Set(made.changes.map(({ id }) => id)).size).toBe(made.changes.length);
  for (const { risk, warning } of made.changes) expect(warning === null).toBe(risk === 'adds');
  expect(brief(planFor(after, slugs, { ...options, accounts: all }))).toEqual([]);
  expect(timeless(undoChanges(made.changes, after))).toEqual(timeless(ready));
}

/** Plans for key loss with somebody to subscribe; every law holds of the plan. */
export function mended(change: (made: World) => void, options: Partial<PlanInput> = { subscribe: [ADDRESS] }): Plan {
  const account = accountOf(change);
  const made = planFor(account, ['kms-key-loss'], options);
  expectLaws(made, account, options);
  return made;
}

/** The account without what a clock says, how an error was put, and members that say their default. */
function timeless(account: Account): readonly string[] {
  const volatile =
    /"(?:[A-Za-z]*(?:Time|Timestamp)|message|DataResources|ExcludeManagementEventSources|HasCustomEventSelectors|LatestCloudWatchLogsDeliveryError)":/;
  return saveAccount(account)
    .split('\n')
    .filter((line) => !volatile.test(line))
    .map((line) => line.replace(/,$/, ''));
}

/** What a change creates, as later ones name it. */
function createdBy({ step }: Change): readonly string[] {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${step.region}:111122223333:${resource}`;
  switch (step.operation) {
    case 's3:CreateBucket':
      return [step.input.Bucket];
    case 'iam:CreateRole':
      return [`arn:aws:iam::111122223333:role/${step.input.RoleName}`];
    case 'logs:CreateLogGroup':
      return [arn('logs', `log-group:${step.input.logGroupName}`)];
    case 'cloudtrail:CreateTrail':
      return [arn('cloudtrail', `trail/${step.input.Name}`)];
    case 'sns:CreateTopic':
      return [arn('sns', step.input.Name)];
    case 'kms:CreateAlias':
      return [step.input.AliasName];
    default:
      return [];
  }
}

/** None needs a later one; what a policy says of a thing need not be there. */
export function expectOrder({ changes }: Plan): void {
  for (const [index, change] of changes.entries()) {
    const {
      Policy: _policy,
      PolicyDocument: _document,
      ...input
    } = change.step.input as Readonly<Record<string, unknown>>;
    const text = JSON.stringify(input);
    const later = changes.slice(index + 1).flatMap(createdBy);
    expect(later.filter((name) => text.includes(`"${name}"`) || text.includes(`"${name}:*"`))).toEqual([]);
  }
}
