import { logGroupNameOf, parseArn } from '../account/arn.js';
import type { JsonObject } from '../predicate/json.js';
import { fails } from './condition.js';
import type { Condition, LinkKind } from './link.js';
import type { PathLink } from './result.js';
import { carriesAll, isNear, type Walk } from './walk.js';

/** Of these kinds an account has many side by side, most of them about other events. */
const MANY: Readonly<Partial<Record<LinkKind, { readonly plural: string; readonly of: LinkKind }>>> = {
  'metric-filter': { plural: 'metric filters', of: 'log-group' },
  rule: { plural: 'rules', of: 'event-bus' },
};

/**
 * Where the event stops at a filter or rule that is about something else, and so do all others beside it, one of them is as good as
 * another and none should be named: the walk then ends there with all of them. One that is about the event, or carries the
 * control's name, stays.
 */
export function orNoneNear(
  stopped: Walk | null,
  walks: readonly Walk[],
  event: JsonObject,
  words: readonly string[],
): Walk | null {
  const at = stopped?.links.findIndex(({ holds }) => holds !== true) ?? -1;
  const link = stopped?.links[at];
  const before = stopped?.links[at - 1];
  const many = link && MANY[link.kind];
  if (!stopped || !many || link.holds !== false || before?.kind !== many.of) return stopped;
  if (isNear(stopped) || carriesAll(stopped, words)) return stopped;
  const beside = walks.filter(({ links }) => isSame(links[at - 1], before) && links[at]?.kind === link.kind);
  const count = new Set(beside.map(({ path }) => path.links[at])).size;
  if (count < 2 || beside.some(({ links }) => links[at]?.holds !== false)) return stopped;
  const because = `none of the ${count} ${many.plural} of ${placeOf(before)} matches ${nameOf(event)}`;
  const none: PathLink = { ...link, id: `(none of ${count})`, reason: because };
  return {
    ...stopped,
    links: [...stopped.links.slice(0, at), none],
    unmet: [...unmetBefore(stopped, at), missing(link.kind, because)],
    path: {
      links: stopped.path.links.slice(0, at),
      waitSeconds: null,
      end: null,
      keys: stopped.path.keys.filter((key) => beside.every(({ path }) => path.keys.includes(key))),
    },
  };
}

const isSame = (a: PathLink | undefined, b: PathLink): boolean => a?.id === b.id && a.region === b.region;

function unmetBefore(walk: Walk, at: number): readonly Condition[] {
  const before = new Set(walk.path.links.slice(0, at).flatMap(({ conditions }) => conditions));
  return walk.unmet.filter((condition) => before.has(condition));
}

function missing(kind: LinkKind, because: string): Condition {
  const isFilter = kind === 'metric-filter';
  const mend = 'add a rule whose event pattern matches the events: `aws events put-rule`';
  return fails('present', because, [isFilter ? 'logs:DescribeMetricFilters' : 'events:ListRules'], mend);
}

function placeOf({ kind, id, region }: PathLink): string {
  const arn = parseArn(id);
  if (kind === 'log-group') return `the log group \`${(arn && logGroupNameOf(arn)) ?? id}\``;
  return `the event bus \`${arn?.resource.replace(/^event-bus\//, '') ?? id}\` in ${region}`;
}

function nameOf({ eventName, errorCode }: JsonObject): string {
  const name = typeof eventName === 'string' ? eventName : 'the event';
  return typeof errorCode === 'string' ? `${name} (${errorCode})` : name;
}
