import type { Account, Read } from './account.js';
import { partitionOf } from './partition.js';
import { type Answer, answerTo, itemsOf } from './view.js';

/**
 * What the question came to, which Regions are enabled. Unless it was answered, `account.regions` are only those that were
 * configured, and nothing may be claimed of the others; of a narrowed account nothing is claimed anyway. A Region that could
 * not answer is asked again elsewhere, so that one answer is enough.
 */
export function regionsAnswer(account: Account): Answer {
  const answers = account.reads
    .filter(({ operation }) => operation === 'ec2:DescribeRegions')
    .map(({ region }) => answerTo(account, region, 'ec2:DescribeRegions'));
  return answers.find(({ kind }) => kind === 'answered') ?? answers[0] ?? { kind: 'not-read' };
}

/** The Regions of the partition that an answer to ec2:DescribeRegions says are enabled, in the order of their names. */
export function enabledIn({ pages }: Read, partition: string): readonly string[] {
  return itemsOf<{ readonly RegionName?: string; readonly OptInStatus?: string }>(pages, 'Regions')
    .filter((region) => region.OptInStatus !== 'not-opted-in')
    .flatMap((region) => region.RegionName ?? [])
    .filter((name) => partitionOf(name) === partition)
    .sort();
}

/**
 * What keeps it from being known that `account.regions` are all the enabled Regions, if anything does: those that some answer
 * calls enabled and the account leaves out; or null, when no Region is known to be enabled at all.
 */
export function regionsLeftOut(account: Account): readonly string[] | null {
  const answer = regionsAnswer(account);
  if (answer.kind !== 'answered' || answer.incomplete) return null;
  const enabled = account.reads
    .filter(({ operation }) => operation === 'ec2:DescribeRegions')
    .flatMap((read) => enabledIn(read, account.partition));
  return enabled.length === 0 ? null : [...new Set(enabled)].filter((region) => !account.regions.includes(region));
}
