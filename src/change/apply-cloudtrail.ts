import type { Account } from '../account/account.js';
import type { AdvancedEventSelector, EventSelector, EventSelectors, Trail, TrailStatus } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { itemsIn, type Question, withAnswer, withItem, withItems, withoutReads, withPages } from './edit-reads.js';
import type { WriteInputs } from './step.js';

const LISTING = 'trailList';

/** A trail that is there already is left as it is: AWS answers TrailAlreadyExists. */
export function createTrail(account: Account, region: string, input: WriteInputs['cloudtrail:CreateTrail']): Account {
  const arn = `arn:${account.partition}:cloudtrail:${region}:${account.account}:trail/${input.Name}`;
  if (trailOf(account, region, arn)) return account;
  const { EnableLogFileValidation, ...told } = input;
  const trail: Trail & { readonly HasInsightSelectors: boolean } = {
    ...told,
    TrailARN: arn,
    HomeRegion: region,
    LogFileValidationEnabled: EnableLogFileValidation,
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
    IsOrganizationTrail: false,
  };
  let after = shown(account, region, trail);
  after = withAnswer(after, statusOf(region, arn), { IsLogging: false });
  return withAnswer(after, selectorsOf(region, arn), { TrailARN: arn, EventSelectors: [DEFAULT_SELECTOR] });
}

export function deleteTrail(
  account: Account,
  region: string,
  { Name }: WriteInputs['cloudtrail:DeleteTrail'],
): Account {
  const trail = trailOf(account, region, Name);
  const arn = trail?.TrailARN;
  if (arn === undefined) return account;
  const after = inListings(account, arn, () => null);
  return withoutReads(
    after,
    ({ operation, input }) =>
      (operation === 'cloudtrail:GetTrailStatus' && input.Name === arn) ||
      (operation === 'cloudtrail:GetEventSelectors' && input.TrailName === arn),
  );
}

export function updateTrail(account: Account, region: string, input: WriteInputs['cloudtrail:UpdateTrail']): Account {
  const trail = trailOf(account, region, input.Name);
  const arn = trail?.TrailARN;
  if (trail === undefined || arn === undefined) return account;
  const { Name: _name, ...told } = input;
  const { CloudWatchLogsLogGroupArn: group, CloudWatchLogsRoleArn: role, ...kept } = { ...trail, ...told };
  const updated: Trail = {
    ...kept,
    ...(group && { CloudWatchLogsLogGroupArn: group }),
    ...(role && { CloudWatchLogsRoleArn: role }),
  };
  const home = trail.HomeRegion ?? parseArn(arn)?.region ?? region;
  const after = shown(account, home, updated);
  return trail.CloudWatchLogsLogGroupArn === updated.CloudWatchLogsLogGroupArn &&
    trail.CloudWatchLogsRoleArn === updated.CloudWatchLogsRoleArn
    ? after
    : withPages(after, statusOf(home, arn), (page) => deliveringElsewhere(page, account.readAt, group !== undefined));
}

/**
 * The status of a trail whose log group or role was changed, once it has delivered there: some minutes later ("about 5 minutes" on
 * average, CloudTrail user guide). What it told of earlier deliveries is not about the new group.
 */
function deliveringElsewhere(
  status: TrailStatus,
  readAt: string,
  hasGroup: boolean,
): Readonly<Record<string, unknown>> {
  const { LatestCloudWatchLogsDeliveryError: _error, LatestCloudWatchLogsDeliveryTime: _time, ...kept } = status;
  return { ...kept, ...(status.IsLogging === true && hasGroup && { LatestCloudWatchLogsDeliveryTime: readAt }) };
}

/** The account once the trail, changed or new, has delivered to its log group. */
export function afterDelivery(account: Account, arn: string): Account {
  const region = parseArn(arn)?.region ?? '';
  return withPages(account, statusOf(region, arn), (page) => deliveringElsewhere(page, account.readAt, true));
}

/** A trail that logs goes on as before. */
export function startLogging(account: Account, region: string, input: WriteInputs['cloudtrail:StartLogging']): Account {
  return withLogging(account, region, input.Name, true, { StartLoggingTime: account.readAt });
}

export function stopLogging(account: Account, region: string, input: WriteInputs['cloudtrail:StopLogging']): Account {
  return withLogging(account, region, input.Name, false, { StopLoggingTime: account.readAt });
}

function withLogging(account: Account, region: string, name: string, logging: boolean, times: TrailStatus): Account {
  const trail = trailOf(account, region, name);
  if (trail?.TrailARN === undefined) return account;
  return withPages(account, statusOf(trail.HomeRegion ?? region, trail.TrailARN), (page) =>
    page.IsLogging === logging ? page : { ...page, IsLogging: logging, ...times },
  );
}

/** Basic and advanced selectors exclude each other: the ones that are put are all that the trail has. */
export function putEventSelectors(
  account: Account,
  region: string,
  { TrailName, EventSelectors, AdvancedEventSelectors }: WriteInputs['cloudtrail:PutEventSelectors'],
): Account {
  const trail = trailOf(account, region, TrailName);
  const arn = trail?.TrailARN;
  if (trail === undefined || arn === undefined) return account;
  const basic = (EventSelectors ?? []) as readonly EventSelector[];
  const advanced = (AdvancedEventSelectors ?? []) as readonly AdvancedEventSelector[];
  const selectors: EventSelectors = {
    TrailARN: arn,
    ...(advanced.length > 0
      ? { AdvancedEventSelectors: advanced }
      : { EventSelectors: basic.map((one) => ({ ...DEFAULT_SELECTOR, ...one })) }),
  };
  const isCustom = advanced.length > 0 || basic.some((one) => !isDefault(one));
  const after = inListings(account, arn, (one) => ({ ...one, HasCustomEventSelectors: isCustom }));
  return withPages(after, selectorsOf(trail.HomeRegion ?? region, arn), () => ({ ...selectors }));
}

/** What a new trail records (CloudTrail API reference, CreateTrail): all management events. */
const DEFAULT_SELECTOR = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
} as const;

function isDefault(selector: EventSelector & { readonly DataResources?: unknown }): boolean {
  return JSON.stringify({ ...DEFAULT_SELECTOR, ...selector }) === JSON.stringify(DEFAULT_SELECTOR);
}

/** The trail of that ARN, or of that name at home in the Region, as some listing shows it. */
function trailOf(account: Account, region: string, name: string): Trail | undefined {
  const trails = [region, ...listingRegions(account)].flatMap((one) =>
    itemsIn<Trail>(account, listingOf(one), LISTING),
  );
  return trails.find(({ TrailARN, Name, HomeRegion }) =>
    name.startsWith('arn:') ? TrailARN === name : Name === name && HomeRegion === region,
  );
}

/** In the listing of its home, and of every Region if it is a multi-Region trail: there it is a shadow trail. */
function shown(account: Account, home: string, trail: Trail): Account {
  const everywhere = trail.IsMultiRegionTrail === true;
  return [...new Set([home, ...listingRegions(account)])].reduce((after, region) => {
    const listing = listingOf(region);
    const is = ({ TrailARN }: Trail) => TrailARN === trail.TrailARN;
    if (region !== home && !everywhere)
      return withItems<Trail>(after, listing, LISTING, (item) => (is(item) ? null : item));
    return withItem<Trail>(after, listing, { member: LISTING, is, make: () => trail });
  }, account);
}

function inListings(account: Account, arn: string, change: (trail: Trail) => Trail | null): Account {
  return listingRegions(account).reduce(
    (after, region) =>
      withItems<Trail>(after, listingOf(region), LISTING, (trail) => (trail.TrailARN === arn ? change(trail) : trail)),
    account,
  );
}

function listingRegions(account: Account): readonly string[] {
  const read = account.reads.filter(({ operation }) => operation === 'cloudtrail:DescribeTrails');
  return [...new Set(read.map(({ region }) => region))];
}

const listingOf = (region: string): Question => ({
  region,
  operation: 'cloudtrail:DescribeTrails',
  input: { includeShadowTrails: true },
});
const statusOf = (region: string, arn: string): Question => ({
  region,
  operation: 'cloudtrail:GetTrailStatus',
  input: { Name: arn },
});
const selectorsOf = (region: string, arn: string): Question => ({
  region,
  operation: 'cloudtrail:GetEventSelectors',
  input: { TrailName: arn },
});
