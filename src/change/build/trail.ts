import { add, type Bench, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { freeName } from '../free-name.js';
import { trailsIn } from '../look.js';
import { bucketPolicy } from '../policies.js';
import { step } from '../step.js';
import { freeGroup, groupProposals, isMaskedIn, roleProposals } from './log-group.js';

const NAME = 'trailproof';

export interface NewTrail {
  readonly bench: Bench;
  readonly region: string;
  readonly logGroupName: string;
}

/** A multi-Region trail with its bucket, log group and role, logging. `because`: why it stands beside others. */
export function newTrail(bench: Bench, region: string, because: string | null): NewTrail | null {
  if (isMaskedIn(bench, region)) return null;
  const { account, partition } = bench.account;
  const trails = trailsIn(bench.account);
  const name = freeName(
    NAME,
    trails.flatMap(({ Name }) => Name ?? []),
  );
  const arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;
  const bucket = freeName(
    `${NAME}-${account}-${region}`,
    trails.flatMap(({ S3BucketName }) => S3BucketName ?? []),
  );
  const group = freeGroup(bench, region);
  const groupArn = `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
  const role = roleProposals(bench, region, arn, groupArn);
  const base = {
    link: { kind: 'trail' as const, id: arn },
    risk: 'adds' as const,
    warning: null,
    cost: COST.none,
    notUndone: null,
  };
  const made = add(
    bench,
    WEIGHT.trail,
    {
      ...base,
      step: step('s3:CreateBucket', region, {
        Bucket: bucket,
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }),
      }),
      title: `create the bucket \`${bucket}\` for CloudTrail’s log files`,
      cost: COST.bucket,
      notUndone: 'a bucket that holds log files is not deleted: it stays with them',
    },
    {
      ...base,
      step: step('s3:PutPublicAccessBlock', region, {
        Bucket: bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      }),
      title: `block all public access to the bucket \`${bucket}\``,
    },
    {
      ...base,
      step: step('s3:PutBucketPolicy', region, {
        Bucket: bucket,
        Policy: bucketPolicy(bench.account, bucket, arn),
      }),
      title: `let CloudTrail write into the bucket \`${bucket}\``,
    },
    ...groupProposals(region, group, groupArn),
    ...role.proposals,
    {
      ...base,
      step: step('cloudtrail:CreateTrail', region, {
        Name: name,
        S3BucketName: bucket,
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
        CloudWatchLogsLogGroupArn: `${groupArn}:*`,
        CloudWatchLogsRoleArn: role.arn,
      }),
      title: `create the multi-Region trail \`${name}\`, which delivers to the log group \`${group}\`${because === null ? '' : `, because ${because}`}`,
      cost: trails.length === 0 ? COST.firstTrail : COST.furtherTrail,
    },
    {
      ...base,
      step: step('cloudtrail:StartLogging', region, { Name: arn }),
      title: `start logging on the trail \`${name}\``,
    },
  );
  return { bench: made, region, logGroupName: group };
}
