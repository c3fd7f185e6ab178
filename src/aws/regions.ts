import { enabledIn } from '../account/regions-known.js';
import { AwsError } from './aws-error.js';
import type { Reader } from './reader.js';

/**
 * The Regions that are read, in the order of their names: those that `--region` named, else the enabled ones. Where AWS does
 * not say which are enabled, only the first one; the failed read is in the account, so that nothing is claimed of the others.
 */
export async function regionsToRead(
  reader: Reader,
  first: string,
  partition: string,
  named: readonly string[],
): Promise<readonly string[]> {
  const enabled = await enabledRegions(reader, first, partition);
  if (named.length === 0) return enabled ?? [first];
  const unknown = enabled ? named.filter((region) => !enabled.includes(region)) : [];
  if (unknown.length > 0) {
    throw new AwsError(
      'unknown-region',
      `the Region ${unknown.map((region) => `\`${region}\``).join(', ')} does not exist or is not enabled in this account`,
      `the enabled ones are ${enabled?.join(', ')}`,
    );
  }
  return [...new Set(named)].sort();
}

async function enabledRegions(reader: Reader, first: string, partition: string): Promise<readonly string[] | null> {
  let read = await reader.read(first, 'ec2:DescribeRegions', {});
  // A Region that does not exist cannot say so itself; one that surely exists can.
  const elsewhere = CENTRE[partition];
  if ((read.error?.kind === 'unsupported' || read.error?.kind === 'failed') && elsewhere && elsewhere !== first) {
    read = await reader.read(elsewhere, 'ec2:DescribeRegions', {});
  }
  const regions = enabledIn(read, partition);
  return regions.length > 0 ? regions : null;
}

/** A Region of each partition that is always enabled. */
const CENTRE: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};
