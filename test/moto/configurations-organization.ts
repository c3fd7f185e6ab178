import { deny } from '../proxy/refusals.js';
import { trailMembers } from '../proxy/trails.js';
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

const member = { spec: () => ({ trails: [TRAIL] }), behaviours: (at: Place) => [shadow(at)] };

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
