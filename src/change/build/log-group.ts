import { parseArn } from '../../account/arn.js';
import { add, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { freeName } from '../free-name.js';
import { groupName, groupsIn, trailOf, trailsIn } from '../look.js';
import { deliveryPolicy, deliveryTrust } from '../policies.js';
import { step } from '../step.js';

/** Of a log group that is made: a year, as the benchmark's commentary asks for audit records. */
const RETENTION_DAYS = 365;
export const GROUP_NAME = 'trailproof-cloudtrail';
const ROLE = 'trailproof-cloudtrail-to-logs';

/** A data protection policy of the account masks what is delivered to new log groups as well. */
export function isMaskedIn(bench: Bench, region: string): boolean {
  return groupsIn(bench.account, region).some(
    ({ inheritedProperties }) => inheritedProperties?.includes('ACCOUNT_DATA_PROTECTION') === true,
  );
}

/** One that an earlier run made, and to which no trail delivers yet, is taken; others are left alone. */
export function freeGroup(bench: Bench, region: string): string {
  const used = trailsIn(bench.account).flatMap(({ CloudWatchLogsLogGroupArn: arn }) =>
    parseArn(arn)?.region === region ? groupName(arn ?? '') : [],
  );
  const unfit = groupsIn(bench.account, region)
    .filter(
      ({ logGroupClass = 'STANDARD', dataProtectionStatus, kmsKeyId }) =>
        logGroupClass !== 'STANDARD' || dataProtectionStatus === 'ACTIVATED' || kmsKeyId !== undefined,
    )
    .flatMap(({ logGroupName }) => logGroupName ?? []);
  return freeName(GROUP_NAME, [...used, ...unfit]);
}

/** A log group of that name, and how many days it keeps what it gets; null: for ever. */
export function groupProposals(
  region: string,
  name: string,
  arn: string,
  days: number | null = RETENTION_DAYS,
): readonly Proposal[] {
  const link = { kind: 'log-group' as const, id: arn };
  const created: readonly Proposal[] = [
    {
      step: step('logs:CreateLogGroup', region, { logGroupName: name }),
      title: `create the log group \`${name}\` in ${region}`,
      link,
      risk: 'adds',
      warning: null,
      cost: COST.logs,
      notUndone: 'the log events that it has received by then are deleted with it',
    },
  ];
  if (days === null) return created;
  return [
    ...created,
    {
      step: step('logs:PutRetentionPolicy', region, { logGroupName: name, retentionInDays: days }),
      title: `keep the log events of \`${name}\` for ${days} days`,
      link,
      risk: 'adds',
      warning: null,
      cost: COST.none,
      notUndone: null,
    },
  ];
}

/** A role that a plan of ours made: another one of the kind would write no better. */
export function isOurRole(arn: string | undefined): boolean {
  return (parseArn(arn)?.resource ?? '').startsWith(`role/${ROLE}-`);
}

/** A role with which a trail writes to that log group, under a name that no known trail uses. */
export function roleProposals(
  bench: Bench,
  region: string,
  trailArn: string,
  groupArn: string,
): { readonly arn: string; readonly proposals: readonly Proposal[] } {
  const { account, partition } = bench.account;
  const used = trailsIn(bench.account).flatMap(({ CloudWatchLogsRoleArn: role }) => role?.split('/').at(-1) ?? []);
  const name = freeName(`${ROLE}-${region}`, used);
  const link = { kind: 'trail' as const, id: trailArn };
  return {
    arn: `arn:${partition}:iam::${account}:role/${name}`,
    proposals: [
      {
        step: step('iam:CreateRole', region, {
          RoleName: name,
          AssumeRolePolicyDocument: deliveryTrust(),
          Description: 'CloudTrail writes to CloudWatch Logs with it',
        }),
        title: `create the role \`${name}\` for CloudTrail`,
        link,
        risk: 'adds',
        warning: null,
        cost: COST.none,
        notUndone: null,
      },
      {
        step: step('iam:PutRolePolicy', region, {
          RoleName: name,
          PolicyName: 'write-log-events',
          PolicyDocument: deliveryPolicy(groupArn),
        }),
        title: `let the role \`${name}\` write to the log group \`${groupName(groupArn)}\``,
        link,
        risk: 'adds',
        warning: null,
        cost: COST.none,
        notUndone: null,
      },
    ],
  };
}

/** A new log group for a trail, to which it delivers from then on. */
export function newGroup(bench: Bench, trailArn: string): Bench | null {
  const trail = trailOf(bench.account, trailArn);
  const region = parseArn(trailArn)?.region;
  if (!trail || !region || isMaskedIn(bench, region)) return null;
  const { account, partition } = bench.account;
  const name = freeGroup(bench, region);
  const arn = `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
  const role = roleProposals(bench, region, trailArn, arn);
  const old = groupName(trail.CloudWatchLogsLogGroupArn ?? '');
  const there = groupsIn(bench.account, region).find(({ logGroupName }) => logGroupName === old);
  const key = there?.kmsKeyId ?? trail.KmsKeyId;
  const warnings = [
    ...(old === '' ? [] : [`the log group \`${old}\` gets no further events, nor does what reads it`]),
    ...(key === undefined ? [] : [`the new log group is not encrypted with ${key}, as what the trail delivers is now`]),
  ];
  // As long as the old one: what somebody has to keep for ten years is not to be gone after one.
  const days = there ? (there.retentionInDays ?? null) : RETENTION_DAYS;
  const update: Proposal = {
    step: step('cloudtrail:UpdateTrail', region, {
      Name: trailArn,
      CloudWatchLogsLogGroupArn: `${arn}:*`,
      CloudWatchLogsRoleArn: role.arn,
    }),
    title: `let the trail \`${trail.Name ?? trailArn}\` deliver to the log group \`${name}\``,
    link: { kind: 'trail', id: trailArn },
    risk: old !== '' ? 'replaces' : key === undefined ? 'adds' : 'changes',
    warning: warnings.length === 0 ? null : warnings.join('; '),
    cost: COST.logs,
    notUndone: null,
  };
  const weight = WEIGHT.group + (old === '' ? 0 : WEIGHT.replaces);
  return add(bench, weight, ...groupProposals(region, name, arn, days), ...role.proposals, update);
}
