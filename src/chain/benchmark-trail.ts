import type { Account } from '../account/account.js';
import type { AdvancedEventSelector, EventSelectors, Trail, TrailStatus } from '../account/answers.js';
import { answerTo, itemsOf } from '../account/view.js';
import type { Observation } from './benchmark.js';

/** Steps 1 and 2 of one trail, or of no trail. */
export interface TrailSteps {
  readonly multiRegion: Observation;
  readonly management: Observation;
  readonly group: GroupOfTrail | null;
  readonly trail: Trail | null;
  /** The event sources whose management events the trail leaves out. */
  readonly excluded: readonly string[];
  /** The trail has advanced event selectors. */
  readonly advanced: boolean;
}

/** The log group of a trail; `account` is null when the account that has it was not read. */
export interface GroupOfTrail {
  readonly account: Account | null;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/** Steps 1 and 2 for every trail that the account sees, shadow trails included; one entry without a trail when there is none. */
export function trailSteps(account: Account, all: readonly Account[]): readonly TrailSteps[] {
  const { trails, complete } = trailsOf(account);
  const steps = trails.map((trail) => stepsOf(trail, account, all));
  if (!complete)
    steps.push(noTrail(null, 'the list of trails could not be read in any Region (cloudtrail:DescribeTrails)'));
  return steps.length > 0 ? steps : [noTrail(false, 'there is no trail')];
}

/**
 * The trails, each once. A multi-Region trail is listed in every Region (as a shadow trail outside its home), so one Region's
 * whole answer is enough to know them all; the procedure accepts no other kind.
 */
function trailsOf(account: Account): { trails: readonly Trail[]; complete: boolean } {
  const trails = new Map<string, Trail>();
  let complete = false;
  for (const region of new Set(account.reads.map((read) => read.region))) {
    const answer = answerTo(account, region, 'cloudtrail:DescribeTrails');
    if (answer.kind === 'unsupported') complete = true;
    if (answer.kind !== 'answered') continue;
    if (!answer.incomplete) complete = true;
    for (const trail of itemsOf<Trail>(answer.pages, 'trailList'))
      trails.set(trail.TrailARN ?? trail.Name ?? '', trail);
  }
  return { trails: [...trails.values()], complete };
}

function noTrail(holds: false | null, observed: string): TrailSteps {
  const nothing = { holds, observed };
  return { multiRegion: nothing, management: nothing, group: null, trail: null, excluded: [], advanced: false };
}

function stepsOf(trail: Trail, account: Account, all: readonly Account[]): TrailSteps {
  const owner = trail.TrailARN?.split(':')[4] ?? account.account;
  const reader = all.find((candidate) => candidate.account === owner) ?? account;
  const group = groupOf(trail, [account, ...all]);
  const management = managementOf(trail, reader);
  return { multiRegion: multiRegionOf(trail, reader, group), group, trail, ...management };
}

function groupOf(trail: Trail, all: readonly Account[]): GroupOfTrail | null {
  const parts = /^arn:[^:]+:logs:([^:]+):(\d+):log-group:([^:]+)(?::\*)?$/.exec(trail.CloudWatchLogsLogGroupArn ?? '');
  if (!parts) return null;
  const [, region = '', accountId = '', name = ''] = parts;
  return { account: all.find((candidate) => candidate.account === accountId) ?? null, accountId, region, name };
}

function multiRegionOf(trail: Trail, reader: Account, group: GroupOfTrail | null): Observation {
  const name = `trail \`${trail.Name ?? trail.TrailARN ?? ''}\``;
  if (trail.IsMultiRegionTrail !== true)
    return { holds: false, observed: `${name} records only ${trail.HomeRegion ?? 'its own Region'}` };
  if (!group) return { holds: false, observed: `${name} has no log group` };
  const unread = `whether ${name} is logging could not be read (cloudtrail:GetTrailStatus)`;
  const answer = answerTo(reader, trail.HomeRegion ?? '', 'cloudtrail:GetTrailStatus', { Name: trail.TrailARN });
  switch (answer.kind) {
    case 'failed':
    case 'not-read':
    case 'unsupported':
      return { holds: null, observed: unread };
    case 'not-found':
      return { holds: false, observed: `${name} does not exist any more` };
    case 'answered': {
      if (answer.incomplete) return { holds: null, observed: unread };
      const status = answer.pages[0] as TrailStatus | undefined;
      return status?.IsLogging === true
        ? { holds: true, observed: `${name} records every Region into log group \`${group.name}\`` }
        : { holds: false, observed: `${name} is not logging` };
    }
  }
}

type Management = Pick<TrailSteps, 'management' | 'excluded' | 'advanced'>;

function managementOf(trail: Trail, reader: Account): Management {
  const answer = answerTo(reader, trail.HomeRegion ?? '', 'cloudtrail:GetEventSelectors', {
    TrailName: trail.TrailARN,
  });
  const unread = 'the event selectors could not be read (cloudtrail:GetEventSelectors)';
  if (answer.kind === 'not-found')
    return {
      management: { holds: false, observed: 'the trail does not exist any more' },
      excluded: [],
      advanced: false,
    };
  if (answer.kind !== 'answered' || answer.incomplete)
    return { management: { holds: null, observed: unread }, excluded: [], advanced: false };
  const selectors = (answer.pages[0] ?? {}) as EventSelectors;
  if (selectors.AdvancedEventSelectors?.length) return advancedManagement(selectors.AdvancedEventSelectors);
  if (selectors.EventSelectors?.length) return basicManagement(selectors);
  const management: Observation =
    trail.HasCustomEventSelectors === true
      ? { holds: null, observed: 'the trail has event selectors of its own, and none was shown' }
      : { holds: true, observed: 'the trail has no event selectors of its own: all management events are captured' };
  return { management, excluded: [], advanced: false };
}

/** AWS's defaults of a basic selector: ReadWriteType All, IncludeManagementEvents true, nothing excluded. */
function basicManagement(selectors: EventSelectors): Management {
  const management = (selectors.EventSelectors ?? []).filter((one) => one.IncludeManagementEvents !== false);
  const whole = management.filter((one) => (one.ReadWriteType ?? 'All') === 'All');
  const excluded = whole.some((one) => !one.ExcludeManagementEventSources?.length)
    ? []
    : [...new Set(whole.flatMap((one) => one.ExcludeManagementEventSources ?? []))];
  const say = (holds: boolean, observed: string): Management => ({
    management: { holds, observed },
    excluded,
    advanced: false,
  });
  if (management.length === 0) return say(false, 'no event selector includes management events');
  if (whole.length === 0)
    return say(false, `ReadWriteType is ${management[0]?.ReadWriteType}, and the benchmark asks for All`);
  if (excluded.length > 0) return say(false, `management events of ${excluded.join(' and ')} are excluded`);
  return say(true, 'an event selector has ReadWriteType All and IncludeManagementEvents true');
}

function advancedManagement(selectors: readonly AdvancedEventSelector[]): Management {
  const management = selectors.filter((one) =>
    one.FieldSelectors?.some((field) => field.Field === 'eventCategory' && field.Equals?.includes('Management')),
  );
  const others = management.map((one) => one.FieldSelectors?.filter((field) => field.Field !== 'eventCategory') ?? []);
  const whole = others.some((fields) => fields.length === 0);
  const readOnly = (value: string) =>
    others.some((fields) => fields.length === 1 && fields[0]?.Field === 'readOnly' && fields[0].Equals?.[0] === value);
  const excluded = others.flatMap((fields) =>
    fields.flatMap((field) => (field.Field === 'eventSource' ? (field.NotEquals ?? []) : [])),
  );
  const say = (holds: boolean, observed: string): Management => ({
    management: { holds, observed },
    excluded: holds ? [] : [...new Set(excluded)],
    advanced: true,
  });
  if (management.length === 0) return say(false, 'no advanced event selector has eventCategory Management');
  if (whole || (readOnly('true') && readOnly('false')))
    return say(true, 'the advanced event selectors take all management events');
  const narrowed = [...new Set(others.flat().map((field) => field.Field ?? ''))].join(' and ');
  return say(false, `the advanced event selectors narrow management events by ${narrowed}`);
}
