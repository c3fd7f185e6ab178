import { logGroupNameOf, parseArn } from '../account/arn.js';
import type { Step } from './step.js';

/** Does what `kept` made need what `made` made? What stays keeps that as well. */
export function needs(kept: Step, made: Step): boolean {
  switch (kept.operation) {
    case 'cloudtrail:CreateTrail':
      return trailNeeds(kept.input, made);
    case 'sns:CreateTopic': {
      const isIt = (arn: string) => parseArn(arn)?.resource === kept.input.Name && kept.region === made.region;
      if (made.operation === 'sns:SetTopicAttributes') return isIt(made.input.TopicArn);
      return made.operation === 'kms:CreateKey' && made.input.Description.endsWith(` ${kept.input.Name}`);
    }
    case 'logs:CreateLogGroup':
      return made.operation === 'logs:PutRetentionPolicy' && made.input.logGroupName === kept.input.logGroupName;
    case 'kms:CreateKey':
      return made.operation === 'kms:CreateAlias' && typeof made.input.TargetKeyId !== 'string';
    default:
      return false;
  }
}

function trailNeeds(
  trail: Extract<Step, { readonly operation: 'cloudtrail:CreateTrail' }>['input'],
  made: Step,
): boolean {
  const nameIn = (arn: string) => parseArn(arn)?.resource.replace(/^trail\//, '') ?? arn;
  switch (made.operation) {
    case 'cloudtrail:StartLogging':
      return nameIn(made.input.Name) === trail.Name;
    case 'cloudtrail:PutEventSelectors':
      return nameIn(made.input.TrailName) === trail.Name;
    case 'logs:CreateLogGroup': {
      const arn = parseArn(trail.CloudWatchLogsLogGroupArn);
      return arn !== null && logGroupNameOf(arn) === made.input.logGroupName;
    }
    case 'iam:CreateRole':
    case 'iam:PutRolePolicy':
      return trail.CloudWatchLogsRoleArn.split('/').at(-1) === made.input.RoleName;
    case 's3:CreateBucket':
      return made.input.Bucket === trail.S3BucketName;
    default:
      return false;
  }
}
