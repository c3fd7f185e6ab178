import type { Account } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import type { Change } from './change.js';
import type { Question } from './edit-reads.js';
import type { Step } from './step.js';

/**
 * The changes with what stands in their way unseen: of an account file that was written for an audit nobody asked what is there
 * beside the chain, and what is made anew may have the name of something (`unasked`: what a plan would have wanted to know).
 */
export function withUnasked(
  changes: readonly Change[],
  unasked: readonly Question[],
  { account }: Account,
): readonly Change[] {
  return changes.map((change) => {
    const danger = dangerOf(change.step, unasked, account);
    if (danger === null) return change;
    return { ...change, warning: change.warning === null ? danger : `${change.warning}; ${danger}` };
  });
}

/** AWS takes all of these for a change of what has that name already. */
function dangerOf(step: Step, unasked: readonly Question[], account: string): string | null {
  const { region } = step;
  const isUnasked = (operation: Question['operation'], about: (input: Question['input']) => boolean = () => true) =>
    unasked.some((question) => question.operation === operation && question.region === region && about(question.input));
  switch (step.operation) {
    case 'cloudwatch:PutMetricAlarm': {
      const name = step.input.AlarmName;
      return isUnasked('cloudwatch:DescribeAlarms')
        ? `the alarms of ${region} were not read, and one that is named \`${name}\` would be written over`
        : null;
    }
    case 'logs:PutMetricFilter': {
      const { filterName, logGroupName } = step.input;
      return isUnasked('logs:DescribeMetricFilters', (input) => input.logGroupName === logGroupName)
        ? `the metric filters of \`${logGroupName}\` were not read, and one that is named \`${filterName}\` would be written over`
        : null;
    }
    case 'sns:CreateTopic': {
      const name = step.input.Name;
      const isIt = ({ TopicArn }: Question['input']) => {
        const arn = parseArn(typeof TopicArn === 'string' ? TopicArn : undefined);
        return arn?.resource === name && arn.account === account;
      };
      return isUnasked('sns:GetTopicAttributes', isIt)
        ? `whether there is a topic \`${name}\` in ${region} was not read: its subscribers would be told, and its policy and key would be altered`
        : null;
    }
    case 'logs:CreateLogGroup': {
      const { logGroupName } = step.input;
      return isUnasked('logs:DescribeLogGroups', (input) => input.logGroupNamePrefix === logGroupName)
        ? `whether there is a log group \`${logGroupName}\` in ${region} was not read: for how long it keeps log events would be altered`
        : null;
    }
    default:
      return null;
  }
}
