import { deny } from '../proxy/refusals.js';
import { type Delivery, memberStatus, trailMembers } from '../proxy/trails.js';
import { broken, type Configuration, chain, type Place, proved, unknown } from './configuration.js';

const TRAIL = { name: 'management', logGroup: null };

/** What a member sees of the organization's trail, which belongs to the owner. */
const shadow = ({ owner }: Place) =>
  trailMembers(() => ({
    TrailARN: `arn:aws:cloudtrail:us-east-1:${owner}:trail/management`,
    HomeRegion: 'us-east-1',
    IsOrganizationTrail: true,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:us-east-1:${owner}:log-group:cloudtrail:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${owner}:role/cloudtrail-to-logs`,
  }));
const owned = () => [trailMembers(() => ({ IsOrganizationTrail: true }))];

const arn = ({ owner }: Place) => `arn:aws:cloudtrail:us-east-1:${owner}:trail/management`;
const DELIVERS: Delivery = { LatestCloudWatchLogsDeliveryTime: new Date(Date.now() - 120_000) };
const memberShown = (delivery: Delivery) => ({
  spec: () => ({ trails: [TRAIL] }),
  behaviours: (at: Place) => [shadow(at), memberStatus(arn(at), delivery)],
});
const member = memberShown(DELIVERS);

/** A member of an organization, whose trail, log group and alarm are another account's. */
export const ORGANIZATION: readonly Configuration[] = [
  {
    name: 'an organization’s trail, its owner read too',
    ...member,
    owner: { spec: () => chain(), behaviours: owned },
    expected: proved,
  },
  {
    name: 'an organization’s trail that its owner stopped',
    ...member,
    owner: { spec: () => chain({ trail: { logging: false } }), behaviours: owned },
    expected: broken('trail', /not logging/),
  },
  {
    name: 'an organization’s trail whose owner’s filter sees the owner’s events only',
    ...member,
    owner: {
      spec: ({ owner }) =>
        chain({ pattern: `{ $.eventSource = "kms.amazonaws.com" && $.recipientAccountId = "${owner}" }` }),
      behaviours: owned,
    },
    expected: broken('metric-filter', /recipientAccountId/),
  },
  {
    name: 'an organization’s trail whose role may write to its owner’s log streams only',
    ...memberShown({ LatestCloudWatchLogsDeliveryError: 'Access denied.' }),
    owner: { spec: () => chain(), behaviours: owned },
    expected: broken('trail', /of account \d+, its last delivery to CloudWatch Logs failed: Access denied/),
  },
  {
    name: 'an organization’s trail of which the member may not read the status',
    spec: member.spec,
    behaviours: (at) => [deny('cloudtrail:GetTrailStatus'), shadow(at)],
    owner: { spec: () => chain(), behaviours: owned },
    expected: unknown(/GetTrailStatus/, 'cloudtrail:GetTrailStatus'),
  },
  {
    name: 'an organization’s trail, its owner’s topic not read',
    ...member,
    owner: { spec: () => chain(), behaviours: () => [...owned(), deny('sns:GetTopicAttributes')] },
    expected: unknown(/GetTopicAttributes/, 'sns:GetTopicAttributes'),
  },
  {
    name: 'an organization’s trail whose owner was not read',
    spec: member.spec,
    behaviours: () => [shadow({ account: '', owner: '999999999999' })],
    expected: unknown(/999999999999/),
  },
];
