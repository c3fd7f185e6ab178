import type { LinkKind } from '../chain/link.js';
import type { AuditResult, ControlResult, EventResult, PathLink, Verdict } from '../chain/result.js';
import type { Json } from '../predicate/json.js';

/** Results written by hand, with which the renderers are tested. Account 111122223333 is a placeholder. */

const ACCOUNT = '111122223333';

export const ids: Readonly<Record<LinkKind, string>> = {
  trail: `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/main`,
  'log-group': `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/cloudtrail/all-accounts:*`,
  'metric-filter': 'KeyLoss',
  metric: 'Security/KeyLoss',
  alarm: `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:cis-kms-key-disabled-or-scheduled-for-deletion`,
  topic: `arn:aws:sns:eu-west-1:${ACCOUNT}:security-alerts`,
  subscription: `arn:aws:sns:eu-west-1:${ACCOUNT}:security-alerts:2f9a1b34-0c1d-4e2f-8a3b-5c6d7e8f9a0b`,
  'event-bus': `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default`,
  rule: `arn:aws:events:eu-west-1:${ACCOUNT}:rule/key-loss`,
  target: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:tell-us`,
};

const HOLDS: Readonly<Record<LinkKind, string>> = {
  trail: 'logging, in every Region, with the management events of every source; last delivery 6 minutes before reading',
  'log-group': 'exists, in the standard class',
  'metric-filter': 'the pattern lets every such event pass',
  metric: 'the filter adds 1 to it for each event',
  alarm: 'rings after one such event, at the latest after 5 minutes, and comes back to OK',
  topic: 'its policy lets CloudWatch publish; not encrypted',
  subscription: 'email, confirmed, without a filter policy',
  'event-bus': 'the default bus of the Region',
  rule: 'enabled, and its pattern lets every such event pass',
  target: 'exists, and its policy lets EventBridge call it',
};

export const METRIC_PATH: readonly LinkKind[] = [
  'trail',
  'log-group',
  'metric-filter',
  'metric',
  'alarm',
  'topic',
  'subscription',
];
export const RULE_PATH: readonly LinkKind[] = ['event-bus', 'rule', 'target'];

/** A path over these kinds that stops at `end` for `reason`; without `end` it holds. */
export function pathOver(
  kinds: readonly LinkKind[],
  end?: LinkKind,
  reason = '',
  holds: false | null = false,
): PathLink[] {
  const until = end === undefined ? kinds.length : kinds.indexOf(end) + 1;
  return kinds.slice(0, until).map((kind) => ({
    kind,
    id: ids[kind],
    region: 'eu-west-1',
    holds: kind === end ? holds : true,
    reason: kind === end ? reason : HOLDS[kind],
  }));
}

export const witnessOf = (source: string, name: string): Json => ({
  eventVersion: '1.08',
  userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/alice`, accountId: ACCOUNT },
  eventTime: '2026-11-21T08:00:00Z',
  eventSource: source,
  eventName: name,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.10',
  requestParameters: { keyId: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab` },
  responseElements: null,
  eventType: 'AwsApiCall',
  recipientAccountId: ACCOUNT,
});

export function eventResult(
  event: string,
  verdict: Verdict,
  path: readonly PathLink[],
  more: Partial<EventResult> = {},
): EventResult {
  const [source = '', name = ''] = event.split(':');
  return {
    event,
    verdict,
    regions: ['eu-west-1', 'us-east-1'],
    path,
    paths: [],
    witness: verdict === 'proved' ? null : witnessOf(source, name),
    mend: [],
    reasons: [],
    end: verdict === 'proved' ? 'person' : null,
    notifiedWithinSeconds: verdict === 'proved' ? 600 : null,
    ...more,
  };
}

export function controlResult(
  control: string,
  number: string,
  events: readonly EventResult[],
  more: Partial<ControlResult> = {},
): ControlResult {
  const verdicts = events.map(({ verdict }) => verdict);
  const verdict = verdicts.includes('broken') ? 'broken' : verdicts.includes('unknown') ? 'unknown' : 'proved';
  return {
    account: ACCOUNT,
    control,
    aliases: [`cis-7.0:5.${number}`, `cis-3.0:4.${number}`, `CloudWatch.${number}`],
    title: `Ensure ${control.replaceAll('-', ' ')} are monitored`,
    severity: 'high',
    verdict,
    benchmark: verdict === 'proved' ? 'met' : 'not-met',
    literal: verdict === 'proved',
    summary:
      verdict === 'proved'
        ? 'somebody is told about 10 minutes after the event'
        : `nobody is told of ${events[0]?.event}`,
    notifiedWithinSeconds: verdict === 'proved' ? 600 : null,
    timing: verdict === 'proved' ? { deliverySeconds: 300, waitSeconds: 300 } : null,
    blindSpots: [],
    benchmarkSteps: steps(verdict === 'proved' ? null : 4),
    events,
    notes: [],
    otherConsumers: [],
    mappings: {
      cis: { '7.0': `5.${number}`, '3.0': `4.${number}` },
      securityHub: `CloudWatch.${number}`,
      frameworks: { 'NIST 800-53': ['AU-6', 'AU-6(1)'] },
    },
    ...more,
  };
}

function steps(failing: number | null): ControlResult['benchmarkSteps'] {
  const titles = [
    ['A multi-Region trail delivers to a log group', 'main delivers to /cloudtrail/all-accounts'],
    ['All management events are captured', 'ReadWriteType All, management events included'],
    ['The filters of that log group', '3 metric filters: KeyLoss, RootUsage, SignInFailures'],
    ['A filter has the pattern', 'KeyLoss'],
    ['An alarm watches its metric', 'cis-kms-key-disabled-or-scheduled-for-deletion'],
    ['The alarm has an SNS action', 'security-alerts'],
    ['The topic has an active subscriber', 'one email subscription, confirmed'],
  ] as const;
  return titles.map(([title, observed], at) => ({
    step: at + 1,
    title,
    holds: at + 1 !== failing,
    observed: at + 1 === failing ? 'no filter of the log group tests DisableKey' : observed,
  }));
}

export function auditResult(results: readonly ControlResult[], more: Partial<AuditResult> = {}): AuditResult {
  return {
    schema: 'trailproof/audit/1',
    tool: { name: 'trailproof', version: '0.1.0' },
    generatedAt: '2026-11-21T09:12:00.000Z',
    accounts: [account(ACCOUNT, 'acme-production')],
    results,
    unread: [],
    unsupported: [],
    ...more,
  };
}

export function account(id: string, alias: string | null): AuditResult['accounts'][number] {
  return {
    id,
    alias,
    regions: ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'],
    narrowed: false,
    readAt: '2026-11-21T09:10:00.000Z',
    caller: `arn:aws:sts::${id}:assumed-role/Auditor/alice`,
    digest: `sha256:${'0123456789abcdef'.repeat(4)}`,
  };
}

export const SLUGS = [
  ['unauthorized-api-calls', '*:*'],
  ['console-sign-in-without-mfa', 'signin.amazonaws.com:ConsoleLogin'],
  ['root-usage', '*:*'],
  ['iam-policy-changes', 'iam.amazonaws.com:PutRolePolicy'],
  ['cloudtrail-configuration-changes', 'cloudtrail.amazonaws.com:StopLogging'],
  ['console-sign-in-failures', 'signin.amazonaws.com:ConsoleLogin'],
  ['kms-key-loss', 'kms.amazonaws.com:DisableKey'],
  ['s3-bucket-policy-changes', 's3.amazonaws.com:PutBucketPolicy'],
  ['config-configuration-changes', 'config.amazonaws.com:StopConfigurationRecorder'],
  ['security-group-changes', 'ec2.amazonaws.com:CreateSecurityGroup'],
  ['network-acl-changes', 'ec2.amazonaws.com:CreateNetworkAcl'],
  ['network-gateway-changes', 'ec2.amazonaws.com:AttachInternetGateway'],
  ['route-table-changes', 'ec2.amazonaws.com:CreateRoute'],
  ['vpc-changes', 'ec2.amazonaws.com:CreateVpc'],
  ['organizations-changes', 'organizations.amazonaws.com:LeaveOrganization'],
] as const;

/** Every control, each judged by `of`. */
export function fifteen(
  of: (event: string, slug: string) => EventResult,
  more: Partial<ControlResult> = {},
): ControlResult[] {
  return SLUGS.map(([slug, event], at) => controlResult(slug, String(at + 1), [of(event, slug)], more));
}

/** Names that would draw over the report, break its tables, or run in a spreadsheet. */
export const HOSTILE = [
  '\x1b[2J\x1b[1;1Hall 15 proved',
  '\x9b31mred',
  'line\r\n✓ proved',
  '\u202eevitcani',
  '=HYPERLINK("http://evil.example","click")',
  '| a | b |\n[x](javascript:alert(1)) <script>alert(1)</script> `code`',
  '\u0007\u0000\u200b\ufeff',
] as const;
