import type { Change, Plan } from './change.js';

/** Tags by the ARN of what carries them. */
export type TagsByArn = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The plan with who owns what it changes, by the tags that tools leave on what they make: such an owner takes a change back when it is
 * run again, unless the same is changed in its source. What the plan creates has no owner yet.
 */
export function withOwners(plan: Plan, tags: TagsByArn): Plan {
  return { ...plan, changes: plan.changes.map((change) => withOwner(change, plan, tags)) };
}

function withOwner(change: Change, plan: Plan, tags: TagsByArn): Change {
  const owner = arnsOf(change, plan)
    .map((arn) => ownerOf(tags[arn] ?? {}))
    .find((found) => found !== null);
  if (owner === undefined) return change;
  const warning = `${owner} owns it and will take the change back, unless it is made there as well`;
  return { ...change, owner, warning: change.warning === null ? warning : `${change.warning}; ${warning}` };
}

/** The ARNs of all that the plan changes and that is there already, in no order: of these the tags are wanted. */
export function taggedArns(plan: Plan): readonly string[] {
  const made = new Set(plan.changes.flatMap((change) => madeBy(change, plan)));
  return [...new Set(plan.changes.flatMap((change) => arnsOf(change, plan)))].filter((arn) => !made.has(arn));
}

/** What the step creates. */
function madeBy({ step, link, undo }: Change, { partition, account }: Plan): readonly string[] {
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${step.region}:${account}:${resource}`;
  switch (step.operation) {
    case 'cloudtrail:CreateTrail':
      return [arn('cloudtrail', `trail/${step.input.Name}`)];
    case 'logs:CreateLogGroup':
      return [arn('logs', `log-group:${step.input.logGroupName}`)];
    case 'sns:CreateTopic':
      return [arn('sns', step.input.Name)];
    case 'cloudwatch:PutMetricAlarm':
      return undo.some(({ operation }) => operation === 'cloudwatch:DeleteAlarms') ? [link.id] : [];
    default:
      return [];
  }
}

/** What the step alters. A metric filter has no tags of its own: its log group's owner made it, as far as anybody did. */
function arnsOf({ step, link }: Change, { partition, account }: Plan): readonly string[] {
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${step.region}:${account}:${resource}`;
  switch (step.operation) {
    case 'cloudtrail:UpdateTrail':
    case 'cloudtrail:StartLogging':
      return [step.input.Name];
    case 'cloudtrail:PutEventSelectors':
      return [step.input.TrailName];
    case 'logs:PutMetricFilter':
      return [arn('logs', `log-group:${step.input.logGroupName}`)];
    case 'cloudwatch:PutMetricAlarm':
    case 'cloudwatch:EnableAlarmActions':
      return [link.id];
    case 'sns:SetTopicAttributes':
    case 'sns:Subscribe':
      return [step.input.TopicArn];
    case 'kms:PutKeyPolicy':
    case 'kms:EnableKey':
      return [step.input.KeyId];
    case 'events:EnableRule':
      return [arn('events', `rule/${step.input.Name}`)];
    default:
      return [];
  }
}

/** Tools that write their name into a tag that people also set by hand: `ManagedBy: Terraform`. */
const BY_NAME = /^(?:managed[-_ ]?by|provisioner|provisioned[-_ ]?by|created[-_ ]?by|iac|tool)$/i;
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/terraform|opentofu/i, 'Terraform'],
  [/terragrunt/i, 'Terragrunt'],
  [/pulumi/i, 'Pulumi'],
  [/cdk/i, 'the AWS CDK'],
  [/cloudformation/i, 'CloudFormation'],
  [/crossplane/i, 'Crossplane'],
  [/ansible/i, 'Ansible'],
  [/control ?tower/i, 'AWS Control Tower'],
];

function ownerOf(tags: Readonly<Record<string, string>>): string | null {
  const names = Object.entries(tags);
  const value = (wanted: string) => names.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const stack = value('aws:cloudformation:stack-name');
  const isCdk = names.some(([name]) => /^aws-?cdk[:/-]/i.test(name) || name.toLowerCase() === 'aws:cdk:path');
  if (stack !== undefined) return `the CloudFormation stack \`${stack}\`${isCdk ? ' (AWS CDK)' : ''}`;
  if (isCdk) return 'the AWS CDK';
  const product = value('servicecatalog:provisioningprincipalarn') ?? value('aws:servicecatalog:productarn');
  if (product !== undefined) return 'AWS Service Catalog';
  const project = value('pulumi:project') ?? value('pulumi:stack');
  if (project !== undefined) return `the Pulumi project \`${project}\``;
  const crossplane = value('crossplane-name');
  if (crossplane !== undefined) return `the Crossplane resource \`${crossplane}\``;
  for (const [name, text] of names) {
    if (/^(?:terraform|tf)(?:[:/_-].*)?$/i.test(name)) return 'Terraform';
    if (BY_NAME.test(name)) {
      const tool = TOOLS.find(([pattern]) => pattern.test(text));
      if (tool) return tool[1];
    }
  }
  return null;
}
