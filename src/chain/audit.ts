import type { Account } from '../account/account.js';
import { permissionOf } from '../account/permission.js';
import { regionsLeftOut } from '../account/regions-known.js';
import { digestOf } from '../account/save.js';
import { versionOf } from '../catalogue/benchmark.js';
import type { Control } from '../catalogue/control.js';
import { aliasesOf } from '../catalogue/requirement.js';
import { eventDraft, isOwnLimit } from '../languages/cloudwatch/index.js';
import { decide } from '../predicate/doubts-met.js';
import type { Reason } from '../predicate/predicate.js';
import { assessmentNote } from './assessment-note.js';
import { benchmarkOf } from './benchmark.js';
import { consumersOf, type Unjudged, unjudgedOf } from './consumers.js';
import { type DemandOptions, failedQuestionsOf, questionsOf } from './demands.js';
import {
  DELIVERY_SECONDS,
  type EventQuestion,
  type EventVerdict,
  eventVerdict,
  verdictOf,
  withRegionsUnknown,
} from './event-verdict.js';
import { notesOnTheWay } from './filters.js';
import { type Demand, judge } from './judge.js';
import type { Path } from './link.js';
import { literalOf } from './literal.js';
import { attemptsNote, type ControlDemands, deployedInstead, ringsBesides } from './notes.js';
import { pathsOf } from './paths.js';
import { preferredPaths } from './preferred-paths.js';
import type { AuditedAccount, AuditResult, ControlResult, EventResult, Verdict } from './result.js';
import { summaryOf } from './summary.js';
import { type RegionGroup, regionGroups, toldDraft } from './told.js';
import { unreadOf, unsupportedOf } from './unread.js';

export interface AuditInput {
  /** Judged together: an organization trail's owner may be among them. Each is judged for its own events. */
  readonly accounts: readonly Account[];
  readonly controls: readonly Control[];
  /** Every control that the catalogue has: what a filter covers instead is looked for among them. Default: `controls`. */
  readonly catalogue?: readonly Control[];
  readonly benchmark: string; // cis-7.0
  readonly includeAttempts: boolean;
  readonly generatedAt: string; // ISO 8601
  readonly tool: { readonly name: string; readonly version: string };
}

/** Proves, for each account and control, that every required event reaches a subscriber; or shows the event that does not. */
export function audit(input: AuditInput): AuditResult {
  return {
    schema: 'trailproof/audit/1',
    tool: input.tool,
    generatedAt: input.generatedAt,
    accounts: input.accounts.map(auditedAccount),
    results: input.accounts.flatMap((account) => auditAccount(account, input)),
    unread: input.accounts.flatMap(unreadOf),
    unsupported: input.accounts.flatMap(unsupportedOf),
  };
}

function auditedAccount(account: Account): AuditedAccount {
  const { account: id, alias, regions, narrowed, readAt, caller } = account;
  return { id, alias, regions, narrowed, readAt, caller, digest: digestOf(account) };
}

interface AccountContext {
  readonly account: Account;
  readonly input: AuditInput;
  readonly paths: readonly Path[];
  readonly groups: readonly RegionGroup[];
  readonly options: DemandOptions;
  readonly questions: (control: Control) => readonly EventQuestion[];
  /** What every control of the catalogue demands, made when first asked for. */
  readonly catalogue: () => readonly ControlDemands[];
  readonly regionsUnknown: Reason | null;
  readonly consumers: readonly string[];
  readonly unjudged: readonly Unjudged[];
}

function auditAccount(account: Account, input: AuditInput): readonly ControlResult[] {
  const paths = pathsOf(account, input.accounts);
  const options = { benchmark: input.benchmark, includeAttempts: input.includeAttempts };
  const asked = new Map<string, readonly EventQuestion[]>();
  const questions = (control: Control) => {
    const known = asked.get(control.slug) ?? questionsOf(control, account, options);
    asked.set(control.slug, known);
    return known;
  };
  let catalogue: readonly ControlDemands[] | undefined;
  const context: AccountContext = {
    account,
    input,
    paths,
    groups: regionGroups(toldDraft(paths), account.account, everyRegion(account, input.controls.flatMap(questions))),
    options,
    questions,
    catalogue: () => {
      catalogue ??= (input.catalogue ?? input.controls).map((control) => demandsOf(control, questions(control)));
      return catalogue;
    },
    regionsUnknown: account.narrowed ? null : regionsUnknown(account),
    consumers: consumersOf(account, input.accounts),
    unjudged: unjudgedOf(account, input.accounts, paths),
  };
  return input.controls.map((control) => auditControl(control, context));
}

/** The Regions of the account, and those in which a global service's events are recorded although the account was narrowed. */
function everyRegion(account: Account, questions: readonly EventQuestion[]): readonly string[] {
  return [...new Set([...account.regions, ...questions.flatMap(({ regions }) => regions)])];
}

function regionsUnknown(account: Account): Reason | null {
  const leftOut = regionsLeftOut(account);
  if (leftOut?.length === 0) return null;
  const message = leftOut
    ? `${leftOut.join(', ')} ${leftOut.length === 1 ? 'is' : 'are'} enabled and not among the Regions of the account file`
    : `which Regions are enabled was not read (\`ec2:DescribeRegions\`, permission ${permissionOf('ec2:DescribeRegions')})`;
  return { code: 'regions-unknown', message };
}

function demandsOf({ slug, title }: Control, questions: readonly EventQuestion[]): ControlDemands {
  return { slug, title, demands: questions.map(demandOf) };
}

function demandOf(question: EventQuestion): Demand {
  return question.demandIn(question.regions);
}

function auditControl(control: Control, context: AccountContext): ControlResult {
  const { account, input } = context;
  const paths = preferredPaths(context.paths, context.questions(control).map(demandOf));
  const verdicts = context.questions(control).map((question) => {
    const verdict = eventVerdict(question, paths, context.groups);
    const why = question.isEverywhere ? context.regionsUnknown : null;
    return why ? withRegionsUnknown(verdict, why) : verdict;
  });
  const events = verdicts.map(({ result }) => withUnjudged(result, context.unjudged));
  const verdict = worstOf(verdicts);
  const waits = verdicts.map(({ waitSeconds }) => waitSeconds);
  const wait = verdict === 'proved' && waits.every((seconds) => seconds !== null) ? Math.max(...waits) : null;
  const used =
    verdict === 'proved'
      ? verdicts.flatMap(({ chosen }) => chosen)
      : verdicts.flatMap(({ stopped }) => stopped?.path ?? []);
  const keys = isAboutKeys(control) ? [...new Set(used.flatMap((path) => path.keys))] : [];
  const benchmark = benchmarkOf(account, input.accounts, control, (pattern) =>
    coversControl(pattern, control, context),
  );
  return {
    account: account.account,
    control: control.slug,
    aliases: aliasesOf(control),
    title: control.title,
    severity: control.severity,
    verdict,
    benchmark: benchmark.verdict,
    literal: literalOf(account, control),
    summary: summaryOf(
      verdict,
      events,
      account.narrowed ? `${account.regions.join(', ')} only` : 'every enabled Region',
      keys,
    ),
    notifiedWithinSeconds: wait === null ? null : DELIVERY_SECONDS + wait,
    timing: wait === null ? null : { deliverySeconds: DELIVERY_SECONDS, waitSeconds: wait },
    blindSpots: keys,
    benchmarkSteps: benchmark.steps,
    events,
    notes: [
      ...notesOf(control, context, verdict, verdicts),
      ...(verdict === 'proved' ? notesOnTheWay(used) : []),
      ...assessmentNote(
        control,
        versionOf(input.benchmark) ?? '',
        verdict,
        benchmark.verdict,
        verdicts.flatMap(({ chosen }) => chosen),
        context.consumers,
      ),
    ],
    otherConsumers: context.consumers,
    mappings: {
      cis: Object.fromEntries(Object.entries(control.cis).map(([version, { id }]) => [version, id])),
      securityHub: control.securityHub,
      frameworks: control.frameworks,
    },
  };
}

/** Of an event that nobody is told of over what was read: what was given it besides. */
function withUnjudged(result: EventResult, unjudged: readonly Unjudged[]): EventResult {
  const { verdict, witness } = result;
  if (verdict !== 'broken' || witness === null) return result;
  const mayTell = unjudged.filter(({ takes }) => decide(takes, witness) !== false).map(({ name }) => name);
  return mayTell.length === 0 ? result : { ...result, mayTell: [...new Set(mayTell)] };
}

/** Only the loss of a key can take away the path that would report it. */
function isAboutKeys(control: Control): boolean {
  return control.events.some(({ eventSource }) => eventSource === 'kms.amazonaws.com');
}

/** INVARIANT: a control of which nothing was asked is not proved. */
function worstOf(verdicts: readonly EventVerdict[]): Verdict {
  const all = verdicts.map(({ result }) => result.verdict);
  if (all.includes('broken')) return 'broken';
  return all.length === 0 || all.includes('unknown') ? 'unknown' : 'proved';
}

/** Does a pattern alone cover what the control requires? For the benchmark's fourth step. */
function coversControl(pattern: string, control: Control, context: AccountContext): boolean | null {
  const parsed = eventDraft(pattern);
  if (!parsed.ok) return isOwnLimit(parsed.error) ? null : false;
  const questions = context.questions(control);
  let answer: boolean | null = questions.length > 0 ? true : null;
  for (const question of questions) {
    const { verdict } = judge(demandOf(question), parsed.draft);
    if (verdict === 'broken') return false;
    if (verdict === 'unknown') answer = null;
  }
  return answer;
}

function notesOf(
  control: Control,
  context: AccountContext,
  verdict: Verdict,
  verdicts: readonly EventVerdict[],
): readonly string[] {
  const { account, paths, options, groups } = context;
  const own = demandsOf(control, context.questions(control));
  const stoppedAtFilter = verdicts.some(({ stopped }) =>
    stopped?.links.some((link) => link.holds === false && (link.kind === 'metric-filter' || link.kind === 'rule')),
  );
  const chosen = verdicts.flatMap((one) => one.chosen);
  const failed = options.includeAttempts ? [] : failedQuestionsOf(control, account, options);
  return [
    ...(verdict === 'proved' ? ringsBesides(own, context.catalogue(), chosen) : []),
    ...(verdict === 'broken' && stoppedAtFilter ? deployedInstead(own, context.catalogue(), paths) : []),
    ...attemptsNote(verdict, failed, (question) => verdictOf(question, groups)),
  ];
}
