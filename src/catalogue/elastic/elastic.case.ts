import type { Problem } from '../problem.js';
import type { RuleFile } from '../rule-file.js';
import { parseNdjson } from './parse-ndjson.js';

/** Elastic's rule on disabled keys in the two forms that are published; the guide is in our words. */

const DATASETS = { earlier: 'event.dataset:aws.cloudtrail', later: 'data_stream.dataset: "aws.cloudtrail"' };

/** As it was until the end of 2025: every ten minutes over the last hour. */
export const EARLIER_TOML = `[metadata]
creation_date = "2022/09/21"
integration = ["aws"]
maturity = "production"
updated_date = "2025/01/15"

[rule]
author = ["Somebody"]
description = "A key is disabled, or its deletion is scheduled."
false_positives = ["""
  A planned retirement.
  """]
from = "now-60m"
index = ["filebeat-*", "logs-aws.cloudtrail-*"]
interval = "10m"
language = "kuery"
license = "Some license"
name = "AWS KMS Customer Managed Key Disabled or Scheduled for Deletion"
note = """## Triage and analysis

Look at who called.

### Response and remediation

Cancel and enable.

### More

Read on.
"""
references = ["https://example.com/disable-key"]
risk_score = 47
rule_id = "6951f15e-533c-4a60-8014-a3c3ab851a1b"
setup = "CloudTrail has to be collected."
severity = "medium"
tags = ["Domain: Cloud", "Data Source: AWS"]
timestamp_override = "event.ingested"
type = "query"

query = '''
${DATASETS.earlier} and event.provider:kms.amazonaws.com and event.action:("DisableKey" or "ScheduleKeyDeletion") and event.outcome:success
'''

[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1485"
name = "Data Destruction"
reference = "https://attack.mitre.org/techniques/T1485/"
[[rule.threat.technique.subtechnique]]
id = "T1485.001"
name = "Lifecycle-Triggered Deletion"
reference = "https://attack.mitre.org/techniques/T1485/001/"
[rule.threat.tactic]
id = "TA0040"
name = "Impact"
reference = "https://attack.mitre.org/tactics/TA0040/"
`;

/** As it is since April 2026. */
export const LATER_TOML = EARLIER_TOML.replace('interval = "10m"\n', '')
  .replace('now-60m', 'now-6m')
  .replace(
    /'''[^']*'''/,
    `'''
${DATASETS.later}
    and event.provider: "kms.amazonaws.com"${' '}
    and event.action: ("DisableKey" or "ScheduleKeyDeletion")${' '}
    and event.outcome: "success"
'''`,
  );

/** A line of Kibana's export: the members that its API gives every rule. */
export const EXPORTED = {
  id: '00000000-0000-4000-8000-000000000001',
  updated_at: '2026-05-01T00:00:00.000Z',
  updated_by: 'elastic',
  created_at: '2026-05-01T00:00:00.000Z',
  created_by: 'elastic',
  name: 'AWS KMS Customer Managed Key Disabled or Scheduled for Deletion',
  tags: ['Domain: Cloud'],
  interval: '5m',
  enabled: true,
  revision: 0,
  description: 'A key is disabled, or its deletion is scheduled.',
  risk_score: 47,
  severity: 'medium',
  note: '',
  license: 'Some license',
  output_index: '',
  meta: { from: '1m' },
  investigation_fields: { field_names: ['@timestamp'] },
  author: ['Somebody'],
  false_positives: [],
  from: 'now-360s',
  rule_id: '6951f15e-533c-4a60-8014-a3c3ab851a1b',
  max_signals: 100,
  risk_score_mapping: [],
  severity_mapping: [],
  threat: [
    {
      framework: 'MITRE ATT&CK',
      tactic: { id: 'TA0040', name: 'Impact', reference: 'https://attack.mitre.org/tactics/TA0040/' },
      technique: [{ id: 'T1485', name: 'Data Destruction', reference: '', subtechnique: [] }],
    },
  ],
  to: 'now',
  references: [],
  version: 113,
  exceptions_list: [] as readonly unknown[],
  immutable: true,
  rule_source: { type: 'external', is_customized: false },
  related_integrations: [{ package: 'aws', version: '^2.0.0' }],
  required_fields: [{ name: 'event.action', type: 'keyword', ecs: true }],
  setup: '',
  timestamp_override: 'event.ingested',
  type: 'query',
  language: 'kuery',
  index: ['filebeat-*', 'logs-aws.cloudtrail-*'],
  query: `${DATASETS.later} and event.provider: "kms.amazonaws.com" and event.action: ("DisableKey" or "ScheduleKeyDeletion") and event.outcome: "success"`,
  filters: [],
  actions: [],
};

export const SUMMARY = { exported_count: 1, exported_rules_count: 1, missing_rules: [], missing_rules_count: 0 };

export const LIST = {
  _version: 'WzEsMV0=',
  id: '00000000-0000-4000-8000-000000000002',
  list_id: 'expected',
  name: 'Expected',
  description: 'What is expected',
  type: 'detection',
  namespace_type: 'single',
  os_types: [],
  tags: [],
  version: 1,
};

export const ITEM = {
  _version: 'WzIsMV0=',
  comments: [{ comment: 'until the move is done', created_by: 'bob' }],
  created_at: '2026-05-02T00:00:00.000Z',
  created_by: 'alice',
  description: 'the pipeline retires keys',
  entries: [{ field: 'user.name', operator: 'included', type: 'match', value: 'Pipeline' }] as readonly unknown[],
  expire_time: '2027-01-31T12:00:00.000Z',
  id: '00000000-0000-4000-8000-000000000003',
  item_id: 'pipeline',
  list_id: 'expected',
  name: 'Pipeline',
  namespace_type: 'single',
  os_types: [],
  tags: [],
  tie_breaker_id: '00000000-0000-4000-8000-000000000004',
  type: 'simple',
  updated_at: '2026-05-02T00:00:00.000Z',
  updated_by: 'alice',
};

export const REFERENCE = { id: LIST.id, list_id: 'expected', type: 'detection', namespace_type: 'single' };

export const lines = (...values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');

export const ndjson = (...values: readonly unknown[]): RuleFile => parseNdjson(lines(...values), 'rules.ndjson');

export const said = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ line, code, message }) => `${line} ${code}: ${message}`);

/** A call that the rule looks for. */
export const EVENT = { eventSource: 'kms.amazonaws.com', eventName: 'DisableKey', eventTime: '2026-05-01T00:00:00Z' };
