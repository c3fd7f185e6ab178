import type { AdvancedEventSelector, EventSelector, EventSelectors } from '../../account/answers.js';
import { parseArn } from '../../account/arn.js';
import { selectionOf } from '../../chain/selectors.js';
import { deliveryAfterChange } from '../awaited.js';
import { add, assuming, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { isOurRole, newGroup, roleProposals } from '../build/log-group.js';
import { COST } from '../cost.js';
import { selectorsOf, trailOf } from '../look.js';
import { letsPass, type Open } from '../proof.js';
import { step } from '../step.js';
import { widened } from '../widen-selectors.js';
import { type Mend, only } from './mend.js';

const RECORDING = ['logging', 'multi-region', 'global-services', 'selectors'];
const DELIVERING = ['log-group', 'role', 'delivery'];

/** A trail of this account, described in its home Region: another account's is not ours to change. */
export const mendTrail: Mend = (bench, { link, failing, open }) => {
  if (!only(failing, ...RECORDING, ...DELIVERING)) return null;
  let made: Bench | null = withWholeRecord(bench, link.id, failing, open);
  if (made && failing.has('log-group')) made = newGroup(made, link.id);
  else if (made && (failing.has('role') || failing.has('delivery'))) made = withNewRole(made, link.id);
  return made && failing.has('logging') ? started(made, link.id) : made;
};

/** What EventBridge needs of a trail; where it delivers is another matter. */
export function withRecording(
  bench: Bench,
  arn: string,
  failing: ReadonlySet<string>,
  open: readonly Open[],
): Bench | null {
  const made = only(failing, ...RECORDING) ? withWholeRecord(bench, arn, failing, open) : null;
  return made && failing.has('logging') ? started(made, arn) : made;
}

function withWholeRecord(bench: Bench, arn: string, failing: ReadonlySet<string>, open: readonly Open[]): Bench | null {
  const trail = trailOf(bench.account, arn);
  const place = parseArn(arn);
  if (!trail || place?.account !== bench.account.account) return null;
  const name = trail.Name ?? arn;
  let made: Bench = bench;
  const wide = failing.has('multi-region') && trail.IsMultiRegionTrail !== true;
  // A multi-Region trail must include the events of global services (CreateTrail).
  const global = (wide || failing.has('global-services')) && trail.IncludeGlobalServiceEvents !== true;
  if (wide || global)
    made = add(made, WEIGHT.changes, {
      step: step('cloudtrail:UpdateTrail', place.region, {
        Name: arn,
        ...(global ? { IncludeGlobalServiceEvents: true } : {}),
        ...(wide ? { IsMultiRegionTrail: true } : {}),
      }),
      title: wide
        ? `let the trail \`${name}\` record every Region`
        : `let the trail \`${name}\` record the events of global services`,
      link: { kind: 'trail', id: arn },
      risk: 'changes',
      warning: 'the trail records more than before, and where it is not the first copy of these events each is charged',
      cost: COST.moreEvents,
      notUndone: null,
    });
  if (!failing.has('selectors')) return made;
  const selectors = moreSelected(made, arn, open);
  return selectors && add(made, WEIGHT.changes, selectors);
}

/**
 * What the selectors selected, and of management events besides what is open: without what is in its way alone, or, where that is not
 * enough or nothing in particular is wanted, all of them. The rest (data events, Insights, network activity) stays as it is.
 */
function moreSelected(bench: Bench, arn: string, open: readonly Open[]): Proposal | null {
  const found = selectorsOf(bench.account, arn);
  const trail = trailOf(bench.account, arn);
  const place = parseArn(arn);
  if (!found || !trail || !place) return null;
  const { AdvancedEventSelectors: advanced = [], EventSelectors: basic = [] } = found;
  if (advanced.length > 0 && basic.length > 0) return null;
  const name = trail.Name ?? arn;
  const isEnough = (of: EventSelectors) => letsPass(selectionOf(of, trail).passes, open, bench.account.account);
  const less = open.length > 0 ? widened(found, isEnough) : null;
  const whole = advanced.length > 0 ? [...withoutManagement(advanced), ALL_MANAGEMENT] : wholeBasic(basic);
  const wanted = less
    ? advanced.length > 0
      ? less.selectors.AdvancedEventSelectors
      : less.selectors.EventSelectors
    : whole;
  if (!wanted) return null;
  const selectors = wanted.map((one): Readonly<Record<string, unknown>> => ({ ...one }));
  const turnedOn = less?.turnedOn ?? [`all management events${leftOut(found)}`];
  return {
    step: step('cloudtrail:PutEventSelectors', place.region, {
      TrailName: arn,
      ...(advanced.length > 0 ? { AdvancedEventSelectors: selectors } : { EventSelectors: selectors }),
    }),
    title: `let the trail \`${name}\` record ${turnedOn.join(' and ')}${less ? ' as well' : ''}`,
    link: { kind: 'trail', id: arn },
    risk: 'changes',
    warning: `the trail records ${turnedOn.join(' and ')}, which it did not, and each is charged${manyOf(turnedOn)}`,
    cost: COST.moreEvents,
    notUndone: null,
  };
}

/** The sources that some selector left out. */
function leftOut({ EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] }: EventSelectors): string {
  const sources = [
    ...basic.flatMap(({ ExcludeManagementEventSources: of = [] }) => of),
    ...advanced.flatMap(({ FieldSelectors = [] }) =>
      FieldSelectors.flatMap(({ Field, NotEquals = [] }) => (Field === 'eventSource' ? NotEquals : [])),
    ),
  ];
  const names = new Set(['kms.amazonaws.com', ...sources]);
  return `, those of ${[...names].join(' and ')} among them`;
}

/** Of which sources calls may be very many (CloudTrail user guide, "Logging management events"). */
function manyOf(turnedOn: readonly string[]): string {
  const text = turnedOn.join(' ');
  const many = [
    ...(text.includes('kms.amazonaws.com') ? ['of KMS (Encrypt, Decrypt, GenerateDataKey)'] : []),
    ...(text.includes('rdsdata.amazonaws.com') ? ['of the RDS Data API (ExecuteStatement)'] : []),
    ...(text.includes('only read') || text.includes('all management') ? ['that read (Describe, Get, List)'] : []),
  ];
  return many.length === 0 ? '' : `: calls ${many.join(' and ')} may be many`;
}

const ALL_MANAGEMENT: AdvancedEventSelector = {
  Name: 'All management events',
  FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
};

/** The selector of all management events takes the place of those that select some. */
function withoutManagement(selectors: readonly AdvancedEventSelector[]): readonly AdvancedEventSelector[] {
  return selectors.filter(
    ({ FieldSelectors = [] }) =>
      !FieldSelectors.some(
        ({ Field, Equals, ...others }) =>
          Field === 'eventCategory' &&
          Equals?.length === 1 &&
          Equals[0] === 'Management' &&
          Object.keys(others).length === 0,
      ),
  );
}

/** The most basic selectors that a trail takes. */
const MOST_SELECTORS = 5;

/** One that includes all management events; those that name data events stay as they are, but for management events. */
function wholeBasic(selectors: readonly EventSelector[]): readonly EventSelector[] | null {
  const whole = { ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: [] };
  const withData = selectors.filter((one) => dataOf(one).length > 0);
  const at = withData.findIndex(({ ReadWriteType = 'All' }) => ReadWriteType === 'All');
  // ReadWriteType speaks of data events as well, so that only a selector of both may take the management events in.
  if (at >= 0) return withData.map((one, index) => ({ ...one, ...(index === at ? whole : NONE) }));
  const made = [whole, ...withData.map((one) => ({ ...one, ...NONE }))];
  return made.length > MOST_SELECTORS ? null : made;
}

const NONE = { IncludeManagementEvents: false, ExcludeManagementEventSources: [] };

function dataOf(selector: EventSelector & { readonly DataResources?: unknown }): readonly unknown[] {
  return Array.isArray(selector.DataResources) ? selector.DataResources : [];
}

function withNewRole(bench: Bench, arn: string): Bench | null {
  const trail = trailOf(bench.account, arn);
  const region = parseArn(arn)?.region;
  const group = trail?.CloudWatchLogsLogGroupArn?.replace(/:\*$/, '') ?? '';
  if (!trail || !region || parseArn(group)?.account !== bench.account.account) return null;
  if (isOurRole(trail.CloudWatchLogsRoleArn)) return assuming(bench, deliveryAfterChange(bench.account, arn));
  const role = roleProposals(bench, region, arn, group);
  const hadRole = (trail.CloudWatchLogsRoleArn ?? '') !== '';
  return add(bench, WEIGHT.changes, ...role.proposals, {
    step: step('cloudtrail:UpdateTrail', region, {
      Name: arn,
      CloudWatchLogsLogGroupArn: `${group}:*`,
      CloudWatchLogsRoleArn: role.arn,
    }),
    title: `let the trail \`${trail.Name ?? arn}\` write to its log group with the role \`${role.arn.split('/').at(-1)}\``,
    link: { kind: 'trail', id: arn },
    risk: hadRole ? 'changes' : 'adds',
    warning: hadRole
      ? `the role ${trail.CloudWatchLogsRoleArn}, with which delivery failed, is not used by the trail any more`
      : null,
    cost: COST.logs,
    notUndone: null,
  });
}

function started(bench: Bench, arn: string): Bench {
  const region = parseArn(arn)?.region ?? '';
  return add(bench, WEIGHT.changes, {
    step: step('cloudtrail:StartLogging', region, { Name: arn }),
    title: `start logging on the trail \`${trailOf(bench.account, arn)?.Name ?? arn}\``,
    link: { kind: 'trail', id: arn },
    risk: 'changes',
    warning: 'somebody may have stopped it on purpose',
    cost: COST.moreEvents,
    notUndone: null,
  });
}
