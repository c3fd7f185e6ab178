import type { Arn } from './arn.js';

/** Where an endpoint's name ends otherwise than in `amazonaws.com` (botocore, endpoints of the partitions). */
const SUFFIX: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
};

/**
 * The URL by which SQS is asked about a queue: its account and its name behind the Region's endpoint (SQS developer guide, "Queue and
 * message identifiers"). The guide advises to keep the URL that SQS gave; who was told only the queue's ARN has none, and one that was
 * kept has to stay good.
 */
export function queueUrlOf({ partition, region, account, resource }: Arn): string {
  return `https://sqs.${region}.${SUFFIX[partition] ?? 'amazonaws.com'}/${account}/${resource}`;
}
