import { describe, expect, it } from 'vitest';
import type { Account, Read, ReadError } from '../account/account.js';
import type { TrailStatus } from '../account/answers.js';
import { event, filterAccount, ME, read, TRAIL, told, withItem } from './example-account.case.js';
import { pathsOf } from './paths.js';

const OWNER = '999988887777';
const ARN = TRAIL.replace(ME, OWNER);
const DELIVERED = {
  IsLogging: true,
  StartLoggingTime: '2025-01-01T00:00:00Z',
  LatestDeliveryTime: '2026-03-01T11:55:00Z',
  LatestCloudWatchLogsDeliveryTime: '2026-03-01T11:57:00Z',
};

/** The owner, whose own events all arrive, with its trail at home in this Region. */
function ownerIn(home: string): Account {
  const whole = withItem(filterAccount(), 'cloudtrail:DescribeTrails', 'trailList', { IsOrganizationTrail: true });
  return JSON.parse(JSON.stringify(whole).replaceAll(ME, OWNER).replaceAll('us-east-1', home)) as Account;
}

/** A member that sees the trail; `status`: what it is shown of it, null when it never asked. */
function member(status: TrailStatus | ReadError | null, home = 'us-east-1', more: readonly Read[] = []): Account {
  const account = filterAccount();
  const listing = ownerIn(home).reads.find(({ operation }) => operation === 'cloudtrail:DescribeTrails')!;
  const asked: Read = {
    region: home,
    operation: 'cloudtrail:GetTrailStatus',
    input: { Name: ARN.replace('us-east-1', home) },
    pages: [],
  };
  const answered: readonly Read[] =
    status === null ? [] : 'kind' in status ? [{ ...asked, error: status }] : [{ ...asked, pages: [{ ...status }] }];
  return {
    ...account,
    reads: [{ ...listing, region: 'us-east-1' }, read('events:ListRules', {}, { Rules: [] }), ...answered, ...more],
  };
}

const toldTo = (account: Account, home = 'us-east-1', record = event()) =>
  told(pathsOf(account, [account, ownerIn(home)]), record);

describe('an organization’s trail whose owner’s own events all arrive', () => {
  it('tells of the member’s events where the member is shown their delivery', () => {
    expect(toldTo(member(DELIVERED))).toBe(true);
  });

  it('does not where the member is shown an error: the role may write to the owner’s log streams alone', () => {
    const { LatestCloudWatchLogsDeliveryTime: _, ...rest } = DELIVERED;
    const error = { LatestCloudWatchLogsDeliveryError: 'Access denied.' };
    expect(toldTo(member({ ...rest, ...error }))).toBe(false);
    expect(toldTo(member({ ...DELIVERED, ...error }))).toBe(false);
    const [path] = pathsOf(member({ ...rest, ...error }), [ownerIn('us-east-1')]);
    const said = path?.links[0]?.conditions.find(({ code }) => code === 'member-delivery');
    expect(said?.because).toContain(`of account ${ME}, its last delivery to CloudWatch Logs failed: Access denied.`);
    expect(said?.mend).toContain('log streams of all accounts');
  });

  it('does not where the member’s deliveries to the log group have stopped', () => {
    expect(toldTo(member({ ...DELIVERED, LatestCloudWatchLogsDeliveryTime: '2026-02-01T00:00:00Z' }))).toBe(false);
  });

  const { LatestCloudWatchLogsDeliveryTime: _, ...toS3 } = DELIVERED;
  const { LatestDeliveryTime: __, ...silent } = toS3;
  const denied = { kind: 'denied', code: 'AccessDenied', message: 'no' } as const;
  const gone = { kind: 'not-found', code: 'TrailNotFoundException', message: 'no such trail' } as const;

  it.each([
    ['was not asked for', null],
    ['was denied', denied],
    ['was not found', gone],
    ['tells of S3 alone', toS3],
    ['says that the trail is not logging', { ...DELIVERED, IsLogging: false }],
  ] as const)('is in doubt where the member’s status %s', (_name, status) => {
    expect(toldTo(member(status))).toBe(null);
  });

  it('is taken at its word where the member’s status tells of no delivery at all, with a note', () => {
    const account = member(silent);
    expect(toldTo(account)).toBe(true);
    const notes = pathsOf(account, [account, ownerIn('us-east-1')])[0]?.links[0]?.conditions.flatMap(
      ({ note }) => note ?? [],
    );
    expect(notes?.join()).toContain('is shown no delivery of its events');
  });

  it('is proved for a member whose trail has only just started', () => {
    expect(toldTo(member({ ...toS3, StartLoggingTime: '2026-03-01T11:30:00Z' }))).toBe(true);
  });

  it('asks the owner for nothing more', () => {
    const owner = ownerIn('us-east-1');
    expect(told(pathsOf(owner, [owner]), event({ recipientAccountId: OWNER }))).toBe(true);
  });
});

describe('the home Region of an organization’s trail', () => {
  const HOME = 'eu-south-2';
  const regions = (...names: readonly string[]) =>
    read(
      'ec2:DescribeRegions',
      {},
      { Regions: names.map((RegionName) => ({ RegionName, OptInStatus: 'opt-in-not-required' })) },
    );

  it('must be one that the member has enabled', () => {
    expect(toldTo(member(DELIVERED, HOME, [regions('us-east-1', HOME)]), HOME)).toBe(true);
    expect(toldTo(member(DELIVERED, HOME, [regions('us-east-1')]), HOME)).toBe(false);
    const status = { RegionName: HOME, OptInStatus: 'not-opted-in' };
    const listed = read('ec2:DescribeRegions', {}, { Regions: [{ RegionName: 'us-east-1' }, status] });
    expect(toldTo(member(DELIVERED, HOME, [listed]), HOME)).toBe(false);
  });

  it('is in doubt where the member’s Regions were not read', () => {
    expect(toldTo(member(DELIVERED, HOME), HOME)).toBe(null);
    expect(toldTo(member(DELIVERED, HOME, [regions()]), HOME)).toBe(null);
  });
});
