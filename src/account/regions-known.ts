import type { Account } from './account.js';
import { type Answer, answerTo } from './view.js';

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
