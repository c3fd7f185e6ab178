import type { Account } from '../account/account.js';
import { regionsLeftOut } from '../account/regions-known.js';
import type { Control } from '../catalogue/control.js';
import type { EventQuestion } from '../chain/event-verdict.js';
import { coveringPaths, type Demand, judge } from '../chain/judge.js';
import type { Path } from '../chain/link.js';
import { literalOf } from '../chain/literal.js';
import { pathsOf } from '../chain/paths.js';
import type { Verdict } from '../chain/result.js';
import { type RegionGroup, regionGroups, toldDraft } from '../chain/told.js';
import { eventDraft } from '../languages/cloudwatch/index.js';
import { memo } from '../predicate/memo.js';
import type { Draft } from '../predicate/predicate.js';
import { type Task, worldOf } from './task.js';

/** A class of events that is not proved to be told, in the Regions in which it is not. */
export interface Open {
  readonly question: EventQuestion;
  readonly demand: Demand;
}

/** An account as it has become, and what is told in it. */
export interface Proof {
  readonly paths: readonly Path[];
  readonly verdict: (control: Control) => Verdict;
  readonly open: (control: Control) => readonly Open[];
  readonly literal: (control: Control) => boolean | null;
  /** The paths by which a control is told, of what of it is told. */
  readonly chains: (control: Control) => readonly Path[];
}

/**
 * The verdicts of `audit` on an account, without what is said about them. The plan's last word is `audit` itself; this one is asked
 * of every candidate.
 */
export function proofOf(task: Task, account: Account): Proof {
  return proofs(task)(account);
}

const proofs = memo((task: Task) => memo((account: Account) => prove(task, account)));

function prove(task: Task, account: Account): Proof {
  const paths = pathsOf(account, worldOf(task, account).all);
  const told = toldDraft(paths);
  const regionsUnknown = !account.narrowed && regionsLeftOut(account)?.length !== 0;
  const groups = new Map<string, readonly RegionGroup[]>();
  const groupsOf = (regions: readonly string[]) => {
    const key = regions.join();
    const known = groups.get(key) ?? regionGroups(told, account.account, regions);
    groups.set(key, known);
    return known;
  };
  const verdictOf = (control: Control): Verdict => {
    const answers = task.questions(control).flatMap((question): readonly Verdict[] => {
      if (question.regions.length === 0) return ['unknown'];
      const verdicts = groupsOf(question.regions).map(
        (group) => judge(question.demandIn(group.regions), group.told).verdict,
      );
      return question.isEverywhere && regionsUnknown ? [...verdicts, 'unknown'] : verdicts;
    });
    if (answers.includes('broken')) return 'broken';
    return answers.length === 0 || answers.includes('unknown') ? 'unknown' : 'proved';
  };
  return {
    paths,
    verdict: verdictOf,
    open: (control) =>
      task.questions(control).flatMap((question) =>
        groupsOf(question.regions).flatMap((group) => {
          const demand = question.demandIn(group.regions);
          return judge(demand, group.told).verdict === 'proved' ? [] : [{ question, demand }];
        }),
      ),
    literal: (control) => literalOf(account, control),
    chains: (control) => {
      const covering = (question: EventQuestion, regions: readonly string[]) =>
        coveringPaths(question.demandIn(regions), paths) ?? [];
      const found = task.questions(control).flatMap((question) =>
        groupsOf(question.regions).flatMap(({ regions }) => {
          const chosen = covering(question, regions);
          // Where the same is told in several Regions, each may have a rule or a trail of its own.
          const open = [{ question, demand: question.demandIn(regions) }];
          return letsPass(toldDraft(chosen), open, account.account)
            ? chosen
            : regions.flatMap((region) => covering(question, [region]));
        }),
      );
      return [...new Set(found)];
    },
  };
}

/** The open events of one Region. */
export function inRegion(open: readonly Open[], region: string): readonly Open[] {
  return open.flatMap(({ question, demand }) =>
    demand.regions.includes(region) ? [{ question, demand: question.demandIn([region]) }] : [],
  );
}

/** Does a draft let every one of these events pass, in every Region in which they are open? */
export function letsPass(draft: Draft, open: readonly Open[], account: string): boolean {
  return open.every(({ question, demand }) =>
    regionGroups(draft, account, demand.regions).every(
      (group) => judge(question.demandIn(group.regions), group.told).verdict === 'proved',
    ),
  );
}

/** Does the pattern alone match all that the control requires? */
export function covers(task: Task, pattern: string, control: Control): boolean {
  const parsed = eventDraft(pattern);
  const questions = task.questions(control);
  if (!parsed.ok || questions.length === 0) return false;
  return questions.every((question) => judge(question.demandIn(question.regions), parsed.draft).verdict === 'proved');
}
