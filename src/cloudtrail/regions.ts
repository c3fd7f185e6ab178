import type { EventClass } from './event-class.js';

/**
 * Where a global service's calls are recorded, by partition. CloudTrail user guide, "Global service events"; the Regions of the
 * other partitions are those of the services' only endpoints.
 */
const GLOBAL_REGION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: {
    'iam.amazonaws.com': 'us-east-1',
    'organizations.amazonaws.com': 'us-east-1',
    'cloudfront.amazonaws.com': 'us-east-1',
    'route53.amazonaws.com': 'us-east-1',
  },
  'aws-cn': {
    'iam.amazonaws.com': 'cn-north-1',
    'organizations.amazonaws.com': 'cn-northwest-1',
    'cloudfront.amazonaws.com': 'cn-northwest-1',
    'route53.amazonaws.com': 'cn-northwest-1',
  },
  'aws-us-gov': {
    'iam.amazonaws.com': 'us-gov-west-1',
    'organizations.amazonaws.com': 'us-gov-west-1',
    'route53.amazonaws.com': 'us-gov-west-1',
  },
};

/**
 * Is every call of this service recorded in one Region of the partition, whichever Region it concerns? STS is not among them: its
 * Regional endpoints record where they are, and since 2025 the global endpoint is served by the caller's own Region as well.
 */
export function isGlobalService(eventSource: string | null): boolean {
  return eventSource !== null && Object.hasOwn(GLOBAL_REGION.aws!, eventSource);
}

/**
 * The Regions in which an event of the class can be recorded. A global service's one Region is named even when it is not among
 * those given, so that a narrowed audit never judges over nothing. A console sign-in is recorded in the Region of the sign-in
 * endpoint, which every Region has (CloudTrail user guide, "AWS Management Console sign-in events"). Everything else, and events of
 * any service: every Region.
 * A partition that is not in the table is judged in all its Regions: too many rather than too few.
 */
export function recordedIn(event: EventClass, partition: string, enabledRegions: readonly string[]): readonly string[] {
  const global = event.eventSource === null ? undefined : GLOBAL_REGION[partition]?.[event.eventSource];
  return global === undefined ? enabledRegions : [global];
}
