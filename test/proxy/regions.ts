import { type Behaviour, isCall } from './call.js';

/** The Regions that every account of the `aws` partition has without opting in. */
export const DEFAULT_REGIONS: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** What DescribeRegions answers. moto answers those of all partitions. */
export function regions(enabled: readonly string[], notOptedIn: readonly string[] = []): Behaviour {
  const item = (name: string, status: string) =>
    `<item><optInStatus>${status}</optInStatus><regionName>${name}</regionName><regionEndpoint>ec2.${name}.amazonaws.com</regionEndpoint></item>`;
  return async (call, next) => {
    if (!isCall(call, 'ec2:DescribeRegions')) return next(call);
    const items = [
      ...enabled.map((name) => item(name, 'opt-in-not-required')),
      ...notOptedIn.map((name) => item(name, 'not-opted-in')),
    ];
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>`,
    };
  };
}
