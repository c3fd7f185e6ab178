import type { Account } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import type { Control } from '../catalogue/control.js';
import { type DemandOptions, questionsOf } from '../chain/demands.js';
import type { EventQuestion } from '../chain/event-verdict.js';
import { coveringPaths, type Demand, sample } from '../chain/judge.js';
import type { Link, Path } from '../chain/link.js';
import { pathsOf } from '../chain/paths.js';
import { preferredPaths } from '../chain/preferred-paths.js';
import type { PathLink } from '../chain/result.js';
import { closest, type Walk, walk } from '../chain/walk.js';
import type { JsonObject } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import { carries, chainKey, chainOf, type DrillChain } from './chain.js';
import { type Stamp, syntheticEvent } from './synthetic-event.js';

/** A class of events of the control, as a drill sends it. */
export interface DrillEvent {
  /** `kms.amazonaws.com:DisableKey` */
  readonly event: string;
  readonly region: string;
  /** A documented record of the class that the chain carries, in the account and the Region. */
  readonly sample: JsonObject;
  /** All documented records of the class that are required: of every kind of caller. */
  readonly records: readonly JsonObject[];
  /** Would the control require this one? */
  readonly isRequired: (event: JsonObject) => boolean;
}

export interface ChainAndEvents {
  readonly chain: DrillChain;
  readonly events: readonly DrillEvent[];
}

/** An event that nothing carries that can be drilled, and the link at which it stops, or may. */
export interface Uncarried {
  readonly event: string;
  readonly region: string;
  readonly link: PathLink | null;
  /** It surely reaches nobody. False: nobody knows, because something was not read. */
  readonly isBroken: boolean;
}

export interface Found {
  readonly chains: readonly ChainAndEvents[];
  readonly uncarried: readonly Uncarried[];
  /** Every path of the account. */
  readonly paths: readonly Path[];
}

interface Asked {
  readonly control: Control;
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly options: DemandOptions;
  /** Where the events happen; null: where most of them are carried. Events of global services have their own. */
  readonly region: string | null;
}

/** The chains that carry the control's events in one Region: those that the audit shows. */
export function findChains(asked: Asked): Found {
  const { control, account, accounts, options, region } = asked;
  const questions = questionsOf(control, account, options);
  const paths = preferredPaths(
    pathsOf(account, accounts),
    questions.map((question) => question.demandIn(question.regions)),
  );
  const inRegion = (where: string) => found(questions, paths, accounts, where);
  if (region !== null) return inRegion(region);
  let best: Found | null = null;
  for (const candidate of candidates(paths, account)) {
    const here = inRegion(candidate);
    if (best === null || count(here) > count(best)) best = here;
    if (here.uncarried.length === 0 && here.chains.length > 0) break;
  }
  return best ?? { chains: [], uncarried: [], paths };
}

const count = ({ chains }: Found): number => chains.reduce((sum, { events }) => sum + events.length, 0);

/** Where something is deployed comes first. */
function candidates(paths: readonly Path[], account: Account): readonly string[] {
  const deployed = paths.flatMap(({ links }) => links.filter(({ kind }) => kind === 'alarm' || kind === 'rule'));
  return [...new Set([...deployed.map(({ region }) => region), ...account.regions])].filter((region) =>
    account.regions.includes(region),
  );
}

function found(
  questions: readonly EventQuestion[],
  paths: readonly Path[],
  accounts: readonly Account[],
  region: string,
): Found {
  const chains = new Map<string, { chain: DrillChain; events: DrillEvent[] }>();
  const uncarried: Uncarried[] = [];
  for (const question of questions) {
    const where = question.regions.includes(region) ? region : question.isEverywhere ? null : question.regions[0];
    const demand = where ? question.demandIn([where]) : null;
    const record = demand && sample(demand);
    if (!where || !demand || !record) continue;
    const documented = demand.shapes.filter(({ conjectured }) => !conjectured).map(({ example }) => example);
    const records = [record, ...documented.filter((one) => one !== record && matches(demand.required, one))];
    const ways = waysOf(demand, records, paths, accounts);
    for (const { chain, sample: carried } of ways) {
      const key = chainKey(chain);
      const known = chains.get(key) ?? { chain, events: [] };
      const isRequired = (event: JsonObject) => matches(demand.required, event);
      known.events.push({ event: question.event, region: where, sample: carried, records, isRequired });
      chains.set(key, known);
    }
    if (ways.length > 0) continue;
    const walks = paths.map((path) => walk(path, record));
    const stopped = closest(walks, question.nameWords);
    const link = stopped?.links.find(({ holds }) => holds !== true) ?? null;
    const isBroken = walks.every(({ arrives }) => arrives === false);
    uncarried.push({ event: question.event, region: where, link, isBroken });
  }
  return { chains: [...chains.values()], uncarried, paths };
}

interface Way {
  readonly chain: DrillChain;
  /** A documented record of the class that it carries. */
  readonly sample: JsonObject;
}

/** The chains that together tell the class, each once; where none do so for certain, the one that tells its first record, or may. */
function waysOf(
  demand: Demand,
  records: readonly JsonObject[],
  paths: readonly Path[],
  accounts: readonly Account[],
): readonly Way[] {
  const ways = new Map<string, Way>();
  for (const path of coveringPaths(demand, paths) ?? []) {
    const chain = chainOf(path, accounts);
    const carried = records.find((one) => walk(path, one).arrives === true);
    if (chain && carried && !ways.has(chainKey(chain))) ways.set(chainKey(chain), { chain, sample: carried });
  }
  if (ways.size > 0) return [...ways.values()];
  const chain = chainFor(records[0]!, paths, accounts);
  return chain ? [{ chain, sample: records[0]! }] : [];
}

/** Of several, one that surely carries the event comes before one that may; one with a topic before one without. */
function chainFor(record: JsonObject, paths: readonly Path[], accounts: readonly Account[]): DrillChain | null {
  const walks = paths.map((path) => walk(path, record)).filter(({ arrives }) => arrives !== false);
  const rank = ({ arrives, path }: Walk) =>
    (arrives === true ? 0 : 2) + (path.links.some(({ kind }) => kind === 'topic') ? 0 : 1);
  for (const { path } of [...walks].sort((a, b) => rank(a) - rank(b))) {
    const chain = chainOf(path, accounts);
    if (chain) return chain;
  }
  return null;
}

/** The event as it is sent over the chain; null where a marked one would not be required, or not carried. */
export function eventToSend(
  chain: DrillChain,
  { sample: record, isRequired }: DrillEvent,
  stamp: Stamp,
): JsonObject | null {
  return syntheticEvent(record, stamp, (event) => isRequired(event) && carries(chain, event) !== false);
}

/** What else the event sets off. */
interface Beside {
  readonly alarms: readonly Link[];
  /** Names. */
  readonly rules: readonly string[];
}

/** Other alarms and rules that may carry the event: they tell people, too. */
export function ringsBeside(chain: DrillChain, event: JsonObject, { paths }: Found): Beside {
  const from = chain.kind === 'filter' ? chain.group?.arn : null;
  const carrying = paths.filter((path) => {
    const { links } = path;
    if (from !== null && !links.some(({ kind, id }) => kind === 'log-group' && id === from)) return false;
    const other = chainOf(path, []);
    return other !== null && carries(other, event) !== false;
  });
  const alarms = new Map(
    carrying.flatMap(({ links }) =>
      links
        .filter(({ kind, id }) => kind === 'alarm' && id !== chain.alarm?.arn)
        .map((link) => [link.id, link] as const),
    ),
  );
  const rules = carrying.flatMap(({ links }) => {
    // What follows an alarm hears of its state, and not of the event.
    const [own] = links.filter(({ kind }) => kind === 'metric-filter' || kind === 'rule');
    return own?.kind === 'rule' && own.id !== ruleIn(chain) ? [nameOfRule(own.id)] : [];
  });
  return { alarms: [...alarms.values()], rules: [...new Set(rules)] };
}

const ruleIn = ({ path }: DrillChain): string | undefined => path.links.find(({ kind }) => kind === 'rule')?.id;

const nameOfRule = (id: string): string => parseArn(id)?.resource.replace(/^rule\//, '') ?? id;
