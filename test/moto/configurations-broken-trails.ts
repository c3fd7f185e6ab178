import { logGroupClasses } from '../proxy/log-groups.js';
import { delivery } from '../proxy/trails.js';
import { broken, type Configuration, chain } from './configuration.js';
import { NOW } from './reading.js';

const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const LONG_AGO = before(90 * 24 * 60);

/** The event does not get to the metric filter. */
export const BROKEN_TRAILS: readonly Configuration[] = [
  { name: 'nothing at all', spec: () => ({}), expected: broken('trail', /no trail/) },
  {
    name: 'the trail was stopped',
    spec: () => chain({ trail: { logging: false } }),
    expected: broken('trail', /not logging/),
  },
  {
    name: 'a trail of one Region',
    spec: () => chain({ trail: { multiRegion: false } }),
    expected: broken('trail', /us-east-1 only/),
  },
  {
    name: 'a trail of a Region without global services, for a control whose events are recorded in us-east-1',
    control: 'iam-policy-changes',
    spec: () => {
      const there = chain({ pattern: '{ $.eventSource = "iam.amazonaws.com" }', trail: { multiRegion: false } });
      const at = <T extends object>(items: readonly T[] = []) =>
        items.map((item) => ({ ...item, region: 'eu-west-1' }));
      return {
        logGroups: at(there.logGroups),
        trails: at(there.trails),
        filters: at(there.filters),
        topics: at(there.topics),
        alarms: at(there.alarms),
      };
    },
    expected: broken('trail', /eu-west-1 only/),
  },
  {
    name: 'read events only',
    spec: () => chain({ trail: { selectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] } }),
    expected: broken('trail', /ReadOnly|read/),
  },
  {
    name: 'no management events',
    spec: () =>
      chain({
        trail: {
          selectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: false,
              DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
            },
          ],
        },
      }),
    expected: broken('trail', /management/i),
  },
  {
    name: 'KMS excluded by a basic selector',
    spec: () =>
      chain({
        trail: {
          selectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: true,
              ExcludeManagementEventSources: ['kms.amazonaws.com'],
            },
          ],
        },
      }),
    expected: broken('trail', /kms\.amazonaws\.com/),
  },
  {
    name: 'KMS excluded by an advanced selector',
    spec: () =>
      chain({
        trail: {
          advancedSelectors: [
            {
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Management'] },
                { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
              ],
            },
          ],
        },
      }),
    expected: broken('trail', /kms\.amazonaws\.com/),
  },
  {
    name: 'advanced selectors for data events alone',
    spec: () =>
      chain({
        trail: {
          advancedSelectors: [
            {
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Data'] },
                { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
              ],
            },
          ],
        },
      }),
    expected: broken('trail', /selector/),
  },
  {
    name: 'the delivery to CloudWatch Logs fails',
    spec: () => chain(),
    behaviours: () => [
      delivery({
        LatestDeliveryTime: before(5),
        LatestCloudWatchLogsDeliveryTime: before(5),
        LatestCloudWatchLogsDeliveryError: 'AccessDenied',
        StartLoggingTime: LONG_AGO,
      }),
    ],
    expected: broken('trail', /AccessDenied/),
  },
  {
    name: 'the delivery to CloudWatch Logs stopped days ago',
    spec: () => chain(),
    behaviours: () => [
      delivery({
        LatestDeliveryTime: before(5),
        LatestCloudWatchLogsDeliveryTime: before(3 * 24 * 60),
        StartLoggingTime: LONG_AGO,
      }),
    ],
    expected: broken('trail', /2026-11-17T12:00:00Z/),
  },
  {
    name: 'the trail never delivered to CloudWatch Logs',
    spec: () => chain(),
    behaviours: () => [
      delivery({
        LatestDeliveryTime: before(5),
        LatestCloudWatchLogsDeliveryTime: undefined,
        StartLoggingTime: LONG_AGO,
      }),
    ],
    expected: broken('trail', /delivered nothing/),
  },
  {
    name: 'a trail that delivers to S3 alone',
    spec: () => chain({ trail: { logGroup: null } }),
    expected: broken('trail', /no log group/),
  },
  {
    name: 'the log group is gone',
    spec: () => chain({ trail: { logGroup: 'cloudtrail-2021' } }),
    expected: broken('log-group', /no such log group/),
  },
  {
    name: 'a log group of that name in another Region alone',
    spec: () =>
      chain({
        group: { region: 'eu-west-1' },
        filter: { region: 'eu-west-1' },
        alarm: { region: 'eu-west-1', topics: ['security'] },
        topic: { region: 'eu-west-1' },
      }),
    expected: broken('log-group', /no such log group/),
  },
  {
    name: 'the filter is on a log group of that name in another Region',
    spec: () =>
      chain({
        filter: { region: 'eu-west-1' },
        more: { logGroups: [{ name: 'cloudtrail', region: 'eu-west-1' }] },
      }),
    expected: broken('metric-filter', /no metric filter/),
  },
  {
    name: 'the filter is on a log group of another trail, which was stopped',
    spec: () =>
      chain({
        filter: { logGroup: 'old' },
        more: { logGroups: [{ name: 'old' }], trails: [{ name: 'old', logGroup: 'old', logging: false }] },
      }),
    expected: broken('metric-filter', /no metric filter/),
  },
  {
    name: 'a log group of the infrequent access class',
    spec: () => chain(),
    behaviours: () => [logGroupClasses({ cloudtrail: 'INFREQUENT_ACCESS' })],
    expected: broken('log-group', /INFREQUENT_ACCESS/),
  },
];
