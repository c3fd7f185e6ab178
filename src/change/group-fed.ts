import type { Account } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import { groupName, groupsIn, trailOf, trailsIn } from './look.js';
import type { Step } from './step.js';

export interface Group {
  readonly region: string;
  readonly name: string;
}

/** The log group that gets more than before: every filter of it sees that, whatever control the step is for. */
export function groupFedBy(step: Step, account: Account): Group | null {
  const of = (trail: string, group = trailOf(account, trail)?.CloudWatchLogsLogGroupArn): Group | null => {
    const place = parseArn(group);
    return place && group !== undefined ? { region: place.region, name: groupName(group) } : null;
  };
  switch (step.operation) {
    case 'cloudtrail:StartLogging':
      return of(step.input.Name);
    case 'cloudtrail:PutEventSelectors':
      return of(step.input.TrailName);
    case 'cloudtrail:UpdateTrail':
      return step.input.CloudWatchLogsLogGroupArn === undefined
        ? of(step.input.Name)
        : of(step.input.Name, step.input.CloudWatchLogsLogGroupArn);
    case 'kms:EnableKey': {
      const group = groupsIn(account, step.region).find(({ kmsKeyId }) => kmsKeyId === step.input.KeyId);
      if (group?.logGroupName !== undefined) return { region: step.region, name: group.logGroupName };
      const encrypted = trailsIn(account).find(({ KmsKeyId }) => KmsKeyId === step.input.KeyId);
      return encrypted ? of(encrypted.TrailARN ?? '') : null;
    }
    default:
      return null;
  }
}
