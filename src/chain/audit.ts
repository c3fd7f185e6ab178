import type { Account } from '../account/account.js';
import { digestOf } from '../account/save.js';
import type { Control } from '../catalogue/control.js';
import { aliasesOf } from '../catalogue/requirement.js';
import { parse, toDraft } from '../languages/cloudwatch/index.js';
import { benchmarkOf } from './benchmark.js';
import { consumersOf } from './consumers.js';
import { type DemandOptions, failedQuestionsOf, questionsOf } from './demands.js';
import { DELIVERY_SECONDS, type EventQuestion, type EventVerdict, eventVerdict } from './event-verdict.js';
import { type Demand, judge } from './judge.js';
import type { Path } from './link.js';
import { literalOf } from './literal.js';
import { attemptsNote, type ControlDemands, deployedInstead, ringsBesides } from './notes.js';
import { pathsOf } from './paths.js';
import type { AuditedAccount, AuditResult, ControlResult, Verdict } from './result.js';
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
  readonly demands: readonly ControlDemands[];
  readonly consumers: readonly string[];
}

function auditAccount(account: Account, input: AuditInput): readonly ControlResult[] {
  const paths = pathsOf(account, input.accounts);
  const options = { benchmark: input.benchmark, includeAttempts: input.includeAttempts };
  const context: AccountContext = {
    account,
    input,
    paths,
    groups: regionGroups(toldDraft(paths), account.account, everyRegion(account, input)),
    options,
    demands: (input.catalogue ?? input.controls).map((control) => demandsOf(control, account, options)),
    consumers: consumersOf(account, input.accounts),
  };
  return input.controls.map((control) => auditControl(control, context));
}

/** The Regions of the account, and those in which a global service's events are recorded although the account was narrowed. */
function everyRegion(account: Account, input: AuditInput): readonly string[] {
  const options = { benchmark: input.benchmark, includeAttempts: input.includeAttempts };
  const asked = input.controls
    .flatMap((control) => questionsOf(control, account, options))
    .flatMap(({ regions }) => regions);
  return [...new Set([...account.regions, ...asked])];
}

function demandsOf(control: Control, account: Account, options: DemandOptions): ControlDemands {
  const { slug, title } = control;
  return { slug, title, demands: questionsOf(control, account, options).map(demandOf) };
}

function demandOf(question: EventQuestion): Demand {
  return question.demandIn(question.regions);
}

function auditControl(control: Control, context: AccountContext): ControlResult {
  const { account, input, paths, options } = context;
  const verdicts = questionsOf(control, account, options).map((question) =>
    eventVerdict(question, paths, context.groups),
  );
  const events = verdicts.map(({ result }) => result);
  const verdict = worstOf(verdicts);
  const waits = verdicts.map(({ waitSeconds }) => waitSeconds);
  const wait = verdict === 'proved' && waits.every((seconds) => seconds !== null) ? Math.max(...waits) : null;
  const used =
    verdict === 'proved'
      ? verdicts.flatMap(({ chosen }) => chosen)
      : verdicts.flatMap(({ stopped }) => stopped?.path ?? []);
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
    ),
    notifiedWithinSeconds: wait === null ? null : DELIVERY_SECONDS + wait,
    timing: wait === null ? null : { deliverySeconds: DELIVERY_SECONDS, waitSeconds: wait },
    blindSpots: [...new Set(used.flatMap((path) => path.keys))],
    benchmarkSteps: benchmark.steps,
    events,
    notes: notesOf(control, context, verdict, verdicts),
    otherConsumers: context.consumers,
    mappings: {
      cis: Object.fromEntries(Object.entries(control.cis).map(([version, { id }]) => [version, id])),
      securityHub: control.securityHub,
      frameworks: control.frameworks,
    },
  };
}

/** INVARIANT: a control of which nothing was asked is not proved. */
function worstOf(verdicts: readonly EventVerdict[]): Verdict {
  const all = verdicts.map(({ result }) => result.verdict);
  if (all.includes('broken')) return 'broken';
  return all.length === 0 || all.includes('unknown') ? 'unknown' : 'proved';
}

/** Does a pattern alone cover what the control requires? For the benchmark's fourth step. */
function coversControl(pattern: string, control: Control, context: AccountContext): boolean | null {
  const parsed = parse(pattern);
  if (!parsed.ok) return false;
  const draft = toDraft(parsed.pattern, 'event');
  const answers = questionsOf(control, context.account, context.options).map(
    (question) => judge(demandOf(question), draft).verdict,
  );
  if (answers.includes('broken')) return false;
  return answers.length > 0 && answers.every((answer) => answer === 'proved') ? true : null;
}

function notesOf(
  control: Control,
  context: AccountContext,
  verdict: Verdict,
  verdicts: readonly EventVerdict[],
): readonly string[] {
  const { account, paths, options, groups } = context;
  const own = demandsOf(control, account, options);
  const failed = failedQuestionsOf(control, account, options);
  const judgeFailed = (question: EventQuestion): Verdict => eventVerdict(question, paths, groups).result.verdict;
  const stoppedAtFilter = verdicts.some(({ stopped }) =>
    stopped?.links.some((link) => link.holds === false && (link.kind === 'metric-filter' || link.kind === 'rule')),
  );
  return [
    ...(verdict === 'proved'
      ? ringsBesides(
          own,
          context.demands,
          verdicts.flatMap(({ chosen }) => chosen),
        )
      : []),
    ...(verdict === 'broken' && stoppedAtFilter ? deployedInstead(own, context.demands, paths) : []),
    ...(options.includeAttempts ? [] : attemptsNote(verdict, failed, judgeFailed)),
  ];
}
