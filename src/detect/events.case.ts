import type { Rule } from '../catalogue/rule.js';
import type { Json, JsonObject } from '../predicate/json.js';
import { any, at, is, type Predicate } from '../predicate/predicate.js';
import { createEngine, type EngineOptions, type EngineResult } from './engine.js';
import { feed } from './test-rule.js';

export const ACCOUNT = '111122223333';
export const NOW = '2026-11-21T12:00:00Z';
export const KEY = keyArn('0a1b2c3d-1111-4222-8333-444455556666');
export const OTHER_KEY = keyArn('0a1b2c3d-2222-4222-8333-444455556666');

export function keyArn(id: string, region = 'us-east-1', account = ACCOUNT): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

/** Of `09:30:00`, or of a whole instant. */
const instant = (time: string): string => (time.includes('T') ? time : `2026-11-21T${time}Z`);

let serial = 0;

/** A call of a session of the role Operations on a key, which succeeded. */
export function kmsEvent(name: string, time: string, over: JsonObject = {}, key = KEY): JsonObject {
  serial++;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEROLE:alice',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Operations/alice`,
      accountId: ACCOUNT,
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEROLE',
          arn: `arn:aws:iam::${ACCOUNT}:role/Operations`,
          accountId: ACCOUNT,
          userName: 'Operations',
        },
        attributes: { creationDate: '2026-11-21T08:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: instant(time),
    eventSource: 'kms.amazonaws.com',
    eventName: name,
    awsRegion: key.split(':')[3]!,
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-cli/2.17.60',
    requestParameters: { keyId: key.slice(key.indexOf('/') + 1) },
    responseElements: { keyId: key },
    eventID: `e${String(serial).padStart(6, '0')}`,
    readOnly: false,
    resources: [{ ARN: key, accountId: ACCOUNT, type: 'AWS::KMS::Key' }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...over,
  };
}

/** As it was recorded elsewhere, with an id of its own. */
export const withId = (event: JsonObject, eventID: string): JsonObject => ({ ...event, eventID });

export const named = (...names: readonly string[]): Predicate =>
  any(...names.map((name) => at(['eventName'], is(name))));

export const query = (predicate: Predicate) => ({ language: 'kql', text: '', predicate }) as const;

/** A rule about events of these names. */
export function ruleFor(id: string, names: readonly string[], over: Partial<Rule> = {}): Rule {
  return {
    id,
    title: id,
    description: '',
    severity: 'high',
    risk: 73,
    detection: { kind: 'query', query: query(named(...names)) },
    schedule: { interval: 300, lookBack: 360 },
    maxAlerts: 100,
    grouping: null,
    supersedes: [],
    mayBeExcepted: true,
    falsePositives: [],
    guide: { investigation: '', response: '' },
    mitre: [],
    references: [],
    tags: [],
    tests: [],
    origin: { kind: 'user', file: 'rules.yaml', line: 1 },
    ...over,
  };
}

export function run(
  rules: readonly Rule[],
  events: readonly Json[],
  options: Partial<EngineOptions> & { readonly logsFrom?: string } = {},
): EngineResult {
  const { logsFrom, ...others } = options;
  const engine = createEngine(rules, { now: NOW, ...others });
  feed(engine, events);
  return engine.finish(logsFrom === undefined ? {} : { logsFrom });
}
