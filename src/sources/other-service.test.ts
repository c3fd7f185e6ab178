import { expect, it } from 'vitest';
import { isOtherServices } from './other-service.js';

const ACCOUNTS = ['AWSLogs/111122223333', 'logs/AWSLogs/o-abcd123456/111122223333', 's\\AWSLogs\\111122223333'];

it.each(['Config', 'elasticloadbalancing', 'vpcflowlogs', 'GuardDuty', 'WAFLogs', 'route53', 'vpcdnsquerylogs'])(
  '%s is another service’s',
  (name) => {
    for (const account of ACCOUNTS) expect(isOtherServices(`${account}/${name}`)).toBe(true);
    expect(isOtherServices(`${ACCOUNTS[0]}/${name}/`)).toBe(true);
  },
);

// A copy of CloudTrail's folder without its own level, as `aws s3 sync` makes it: nothing in it may be missed.
it.each(['CloudTrail', 'cloudtrail', 'CloudTrail-Aggregated', 'eu-west-1', 'us-gov-west-1', 'ap-southeast-10', '2026'])(
  '%s may hold events',
  (name) => {
    for (const account of ACCOUNTS) expect(isOtherServices(`${account}/${name}`)).toBe(false);
  },
);

it.each(['Config', 'AWSLogs/Config', 'AWSLogs/111122223333', 'AWSLogs/111122223333/CloudTrail/Config'])(
  '%s lies elsewhere',
  (folder) => expect(isOtherServices(folder)).toBe(false),
);
