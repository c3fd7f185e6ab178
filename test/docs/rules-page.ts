import { printSeconds } from '../../src/catalogue/duration.js';
import type { Rule } from '../../src/catalogue/index.js';

/** `docs/rules.md`, made of the pack and of examples that a test reads as rules. */
export function rulesPage(rules: readonly Rule[]): string {
  return [...BEFORE, ...table(rules), ...AFTER, ''].join('\n');
}

/** Every member that a rule may have. */
export const EXAMPLE = `id: billing-key-policy
title: The policy of the billing key was changed
description: >-
  Who may use the key that encrypts the invoices is decided by this policy, and it is changed once a year.
severity: high                  # informational, low, medium, high, critical
risk: 80                        # 0 to 100; left out: 5, 21, 47, 73 or 99, by severity
detection:
  language: kql                 # or cloudwatch: a filter pattern; or in place of both: control: kms-key-loss
  query: >-
    event.provider: "kms.amazonaws.com" and event.action: "PutKeyPolicy" and event.outcome: success
    and kms.key.arn: "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-4222-8333-00000000c0de"
schedule: { interval: 5m, lookBack: 6m }        # these are the defaults
maxAlerts: 20                                   # of one execution; left out: 100
grouping:                                       # left out: every match is an alert of its own
  by: [actor.principal]                         # what agrees in these fields is one alert
  within: 1h                                    # left out: within one execution
  missing: apart                                # an event without such a field: apart (the default), or group
supersedes: [kms-key-policy-changed-while-pending]   # ids of rules that say less of the same event
mayBeExcepted: true                             # false: no exception silences it
falsePositives:
  - The yearly review.
guide:
  investigation: |
    1. Compare the policy in the event with the one that was reviewed.
  response: |
    1. \`aws kms put-key-policy --key-id KEY --policy-name default --policy file://reviewed.json\`
mitre:
  - tactic: { id: TA0005, name: Defense Evasion }
    techniques:
      - { id: T1562, name: Impair Defenses }
references: ['https://wiki.example.com/billing-key']
tags: [billing]
records:                        # read by nobody: a place for what tests share
  changed: &changed
    eventTime: '2026-03-01T10:00:00Z'
    eventSource: kms.amazonaws.com
    eventName: PutKeyPolicy
    eventID: 00000000-0000-4000-8000-000000000001
    awsRegion: eu-west-1
    userIdentity: { type: IAMUser, arn: 'arn:aws:iam::111122223333:user/Alice' }
    requestParameters: { keyId: 0a1b2c3d-1111-4222-8333-00000000c0de, policyName: default }
    recipientAccountId: '111122223333'
tests:
  - name: it is changed
    event: *changed
    alerts: 1
  - name: twice within the hour
    events: [*changed, { <<: *changed, eventTime: '2026-03-01T10:30:00Z', eventID: 00000000-0000-4000-8000-000000000002 }]
    alerts: 1
  - name: a refused call
    event: { <<: *changed, errorCode: AccessDenied }
    alerts: 0
  - name: another key
    event: { <<: *changed, requestParameters: { keyId: 0a1b2c3d-1111-4222-8333-00000000beef } }
    alerts: 0
`;

/** Each is the \`detection\` of a rule. */
export const DETECTIONS = {
  'value-count': `detection:
  kind: value-count           # 5 different keys by one principal within 10 minutes, wherever these begin
  language: kql
  query: 'event.provider: "kms.amazonaws.com" and event.action: "DisableKey" and event.outcome: success'
  by: [actor.principal]
  field: kms.key.arn
  count: 5
  within: 10m
`,
  sequence: `detection:
  kind: sequence              # in this order, by one principal, the last at most an hour after the first
  steps:
    - { language: kql, query: 'event.action: "StopLogging" and event.outcome: success' }
    - { language: kql, query: 'event.action: "ScheduleKeyDeletion" and event.outcome: success' }
  by: [actor.principal]
  within: 1h
  until: { language: kql, query: 'event.action: "StartLogging" and event.outcome: success' }   # begins anew; may be left out
`,
  'new-terms': `detection:
  kind: new-terms             # a principal who had not used this address in the 14 days before
  language: kql
  query: 'event.provider: "kms.amazonaws.com" and event.outcome: success'
  fields: [actor.principal, source.address]
  history: 14d
`,
  threshold: `detection:
  kind: threshold             # Elastic's: in one execution 20 refused calls of one user, to at least 3 keys
  language: kql
  query: 'event.provider: "kms.amazonaws.com" and event.outcome: failure'
  by: [user.name]
  count: 20
  distinct: [{ field: kms.key.arn, count: 3 }]
`,
} as const;

export const EXCEPTIONS = `- id: retired-test-keys
  rule: all                     # or a rule's id
  language: kql
  query: 'event.action: "DisableKey" and actor.principal: "arn:aws:iam::111122223333:role/KeyRetirement"'
  owner: platform team
  reason: test keys are retired every quarter
  expires: 2027-01-01           # its first moment in UTC; an instant with a zone is meant to the second
`;

/** Written for this page, in the form of Elastic's repository. */
export const ELASTIC = `[metadata]
creation_date = "2026/03/01"
maturity = "production"
integration = ["aws"]

[rule]
author = ["Example"]
name = "KMS grant by a user"
rule_id = "3f0d2f6e-0000-4000-8000-000000000001"
description = "A user, not a service, gave somebody a grant on a key."
type = "query"
language = "kuery"
index = ["logs-aws.cloudtrail-*"]
query = '''
data_stream.dataset: aws.cloudtrail and event.provider: kms.amazonaws.com and event.action: CreateGrant
  and event.outcome: success and aws.cloudtrail.user_identity.type: IAMUser
'''
from = "now-6m"
severity = "low"
risk_score = 21
max_signals = 50
`;

/** What ECS has no field for. */
export const FIELDS: Readonly<Record<string, string>> = {
  'actor.principal':
    'the role behind a session, else the caller’s ARN, else its principal id: the same from one session to the next',
  'actor.caller':
    'the same; of a caller of another account, who may take as many names as they like, the account, of one from an identity provider that provider',
  'kms.key.arn': 'the key, by its ARN where the record tells it, from an id with Region and account otherwise',
  'kms.key_state': 'the state of the key in KMS’s answer: `PendingDeletion`',
  'kms.pending_window_days': 'of ScheduleKeyDeletion the waiting period in days; 30 where nobody said it',
  'kms.policy.administered':
    'does the policy that was put leave anybody who may put another? No value where that cannot be said',
  'kms.policy.cancellable': 'does it leave anybody who may cancel a deletion?',
  'kms.policy.check_bypassed': 'was KMS told not to check that the caller can still change the policy?',
  'monitoring.resource': 'the trail, log group, filter, alarm, topic or rule that a call is about',
};

const BEFORE = [
  '# The rules',
  '',
  '`trailproof scan` runs the rules below and those that you add with `--rules`. A rule that is not understood, or whose own tests fail, ends the run: what it was to watch would go unwatched. The table and the examples of this page are tests; `npx vitest run test/docs -u` writes it.',
  '',
  '## The pack',
  '',
];

const AFTER = [
  '',
  '¹ No exception silences it: it has a deadline. The rules of the second table are made of [the controls](controls.md), by their own files.',
  '',
  'A rule that supersedes another speaks for it: of the same event only the more telling alert is raised, and it names the other. It speaks with alerts alone: what it holds back, the other raises. Of a group it speaks for the event that its alert shows; of the events behind it, which the alert only counts, the other raises its own. A rule that no exception silences is superseded only by one of its severity or above.',
  '',
  '## A rule of your own',
  '',
  'One YAML file for each rule. Only `id`, `title`, `description`, `severity` and `detection` must be there; this one has every member:',
  '',
  '```yaml',
  EXAMPLE.trimEnd(),
  '```',
  '',
  '```sh',
  'trailproof rules lint my-rules/                                   # what is wrong, and what is probably not meant',
  'trailproof rules test --no-pack --rules my-rules/                 # the tests in the files',
  'trailproof scan AWSLogs/ --rules my-rules/                        # beside the pack; --no-pack: alone',
  '```',
  '',
  '- Durations are a whole number and `s`, `m`, `h`, `d` or `w`. Times of day do not occur: a scan goes by the time of the events, and an execution is one interval of the schedule in it. Matches above `maxAlerts` in one execution are counted and reported.',
  '- `tests`: an `event`, or `events` in the order in which they arrive, and how many `alerts` they raise. Members that do not matter may be left out of a record; correlations need its `eventTime`.',
  '- `kql` is Kibana’s query language over Elastic’s view of CloudTrail (ECS): `event.action`, `event.outcome`, `user.name`, `aws.cloudtrail.*`. A field that no event has is an error, with the nearest name. A few fields of Elastic’s documents need more than the record (geography, parsed user agents); they are refused with the reason. `event.outcome` differs from Elastic’s in one thing: an error code or message of `false` or 0, which CloudTrail does not write and some exports do, is no error.',
  '- `cloudwatch` is a filter pattern over the record: `{ ($.eventName = "DisableKey") && ($.errorCode NOT EXISTS) }`.',
  '- Where a language leaves open whether an event matches, it does: an alert too many is seen.',
  '',
  'Fields that ECS does not have:',
  '',
  '| field | what it holds |',
  '| --- | --- |',
  ...Object.entries(FIELDS).map(([name, what]) => `| \`${name}\` | ${what} |`),
  '',
  '## Correlations',
  '',
  'A `detection` with a `kind` looks at several events. They are ordered by their own time, so that it does not matter in which file or order they were found; an event that is in two files counts once. What is kept of them is bounded, and a bound that was hit is reported.',
  '',
  ...Object.values(DETECTIONS).flatMap((text) => ['```yaml', text.trimEnd(), '```', '']),
  'An event without a field of `by` belongs to no correlation. `new-terms` cannot know what was before the first log: an alert whose history reaches further back than the logs says so.',
  '',
  '## Rules of Elastic’s',
  '',
  '`--rules` takes Elastic’s rules as they are published: `.toml` of the repository of their detection rules, `.ndjson` as Kibana exports them, with exception lists.',
  '',
  '```toml',
  ELASTIC.trimEnd(),
  '```',
  '',
  '- Types `query`, `threshold` and `new_terms`, in KQL (`kuery`), with `from`, `interval`, `max_signals`, `severity`, `risk_score`, `threat`, `note`, `alert_suppression` and exception lists.',
  '- Other types (EQL, ES|QL, machine learning, indicator match), Lucene and `filters` are refused, with the line and the name.',
  '- What does not change which events match and is not carried over (actions, mappings of severity) is noted on standard error by `rules lint`, and in the notes of a scan.',
  '- A rule that is switched off in the file is not run, and a note says so.',
  '',
  '## Exceptions',
  '',
  'An alert that is expected is silenced by a file, `--exceptions FILE`: a YAML list.',
  '',
  '```yaml',
  EXCEPTIONS.trimEnd(),
  '```',
  '',
  '- All members are needed. The query says which *events* are expected; one that every event matches is refused, also by what every event has (`event.action: *`).',
  '- `rule: all` is of every rule that may be excepted. Of one rule: what that rule supersedes stays silent about the event as well, but for rules that no exception may silence.',
  '- What was silenced is counted in the report, with owner and reason; an exception that has expired no longer applies, and is reported as long as it would have.',
  '- Where a language leaves open whether an event is expected, it is not.',
  '',
  '## In a pipeline',
  '',
  'Before rules are deployed:',
  '',
  '```sh',
  'trailproof rules lint my-rules/ && trailproof rules test --no-pack --rules my-rules/',
  '```',
  '',
  'Both end with 0 when there is nothing to say, 1 when there is, 3 when they could not be done. To scan every hour, with a store that knows which alerts are new:',
  '',
  '```sh',
  'trailproof scan s3://trail-logs --since 2h --rules my-rules/ --exceptions exceptions.yaml \\',
  '  --store sqlite:alerts.db --format ndjson -o alerts.ndjson',
  '```',
  '',
  'Overlap the ranges: CloudTrail delivers some minutes late, and the same alert has the same id. What comes later than the overlap is counted in a note, with the instant from which to scan: CloudTrail goes on delivering what a bucket or its key refused, and to make them refuse is what an attacker may try. Scan the last days once a day into the same store, or when that note comes. Standard error says how many were new. An execution of a rule begins where the clock says, not where a scan begins, so that ranges that overlap give the same alerts, and a group that a range cuts off is the same alert; a correlation sees no further back than the range, and a note names those that look back over more. The [exit status](usage.md#scan) is 1 with alerts and 2 where a file could not be read: a pipeline that only tests for failure sees both.',
];

function table(rules: readonly Rule[]): readonly string[] {
  const own = rules.filter(({ origin }) => origin.kind === 'pack');
  const controls = rules.filter(({ origin }) => origin.kind === 'control');
  return [...tableOf(own), '', `${controls.length} more, one for each control:`, '', ...tableOf(controls)];
}

function tableOf(rules: readonly Rule[]): readonly string[] {
  return [
    '| rule | severity | finds | kind |',
    '| --- | --- | --- | --- |',
    ...rules.map(
      (rule) =>
        `| \`${rule.id}\`${rule.mayBeExcepted ? '' : ' ¹'} | ${rule.severity} | ${cell(rule.title)} | ${kindWords(rule)} |`,
    ),
  ];
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function kindWords({ detection, grouping, schedule }: Rule): string {
  switch (detection.kind) {
    case 'query': {
      if (grouping === null) return 'one event';
      return `the first event in ${printSeconds(grouping.within ?? schedule.interval)} of one ${grouping.by.map((field) => `\`${field}\``).join(', ')}`;
    }
    case 'threshold':
      return `${detection.count} events in one execution`;
    case 'new-terms':
      return `new in ${printSeconds(detection.history)}`;
    case 'value-count':
      return `${detection.count} different \`${detection.field}\` in ${printSeconds(detection.within)}`;
    case 'sequence':
      return `${detection.steps.length} events in order, in ${printSeconds(detection.within)}`;
  }
}
