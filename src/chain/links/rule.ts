import type { EventRule } from '../../account/answers.js';
import {
  KMS_EVENT_DELIVERY,
  type KmsEventName,
  overKmsEvent,
  overRecord,
  parse,
  toDraft,
} from '../../languages/eventbridge/index.js';
import { decide } from '../../predicate/doubts-met.js';
import { isFalse } from '../../predicate/fold.js';
import type { JsonObject } from '../../predicate/json.js';
import { all, any, at, between, type Draft, is, not, text, type, unknown } from '../../predicate/predicate.js';
import { startsWith } from '../../predicate/text.js';
import { doubtful, fails, holds, passing } from '../condition.js';
import type { Condition, Link } from '../link.js';
import type { Spot } from '../missing.js';
import { WRITES } from '../read-only.js';
import { unknownSettings } from '../unknown-settings.js';

const READS = ['events:ListRules'] as const;

/** A rule as a link. `origin` is where the event comes from: a forwarded event keeps its account and Region. */
export function ruleLink(rule: EventRule, spot: Spot, origin: Spot): Link {
  return {
    kind: 'rule',
    id: rule.Arn ?? rule.Name ?? '(no name)',
    account: spot.account,
    region: spot.region,
    conditions: [
      pattern(rule, origin),
      ...state(rule),
      ...managed(rule),
      ...unknownSettings('events:ListRules', ['rule', rule]),
    ],
  };
}

/** Events of KMS’s own that come without CloudTrail: no record, so nothing is proved by them. */
const KMS_EVENTS = Object.keys(KMS_EVENT_DELIVERY) as KmsEventName[];

function pattern(rule: EventRule, origin: Spot): Condition {
  const source = rule.EventPattern ?? '';
  const because = `its event pattern is ${source}`;
  const mend = 'give it an event pattern that matches the events: `aws events put-rule`';
  const parsed = parse(source);
  if (parsed.ok) {
    const draft = toDraft(parsed.pattern);
    const place = { account: origin.account, awsRegion: origin.region };
    const passes = overRecord(draft, place);
    const condition: Condition = {
      ...passing('pattern', passes, because, READS, mend),
      isNear: (event) => isNear(source, event),
      whyNot: (event) => (decide(passes, event) === false ? `its event pattern does not match: ${source}` : null),
    };
    const own = KMS_EVENTS.filter((name) => !isFalse(overKmsEvent(draft, name, place)));
    if (own.length === 0) return condition;
    return { ...condition, note: `it may also get what KMS sends without a trail: ${own.join(', ')}` };
  }
  const message = `its event pattern could not be read: ${parsed.error.message}`;
  return passing('pattern', unknown({ code: 'pattern-unreadable', message }), message, READS, mend);
}

/** Does the pattern's text name the event, or the service that it is of (`kms.amazonaws.com`, `aws.kms`)? */
function isNear(pattern: string, { eventName, eventSource }: JsonObject): boolean {
  const service = String(eventSource).split('.')[0] ?? '';
  return [eventName, eventSource, `aws.${service}`].some(
    (name) => typeof name === 'string' && pattern.includes(`"${name}"`),
  );
}

const NAMED_AS_READ = at(['eventName'], any(...['Describe', 'Get', 'List'].map((verb) => text(startsWith(verb)))));
/**
 * A rule that is merely ENABLED sees no read-only management events. Which these are AWS tells by the verbs Describe, Get and List,
 * with exceptions both ways (EventBridge user guide, "Receiving read-only management events"): only what writes and is not named
 * like that is sure to come, and only what reads and is named like that is sure not to.
 */
const NOT_READ_ONLY: Draft = between(
  all(WRITES, not(NAMED_AS_READ)),
  not(all(at(['readOnly'], type('true')), NAMED_AS_READ, not(at(['eventSource'], is('sts.amazonaws.com'))))),
  {
    code: 'rule-read-only',
    message: 'whether an enabled rule sees this call is told only by the exceptions that AWS lists',
  },
);

function state(rule: EventRule): readonly Condition[] {
  const code = 'enabled';
  switch (rule.State) {
    case 'ENABLED':
      return [
        holds(code, 'it is enabled', READS),
        {
          ...passing(
            'read-only',
            NOT_READ_ONLY,
            'it is enabled for all but read-only management events',
            READS,
            'enable it with ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
          ),
          whyNot: (event) =>
            decide(NOT_READ_ONLY, event) === false
              ? 'it is enabled for all but read-only management events, of which this is one'
              : null,
        },
      ];
    case 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS':
      return [holds(code, 'it is enabled for all management events', READS)];
    case 'DISABLED':
      return [fails(code, 'it is disabled', READS, 'enable it: `aws events enable-rule`')];
    default: {
      const message = `its state \`${rule.State ?? ''}\` is not known`;
      return [doubtful(code, { code: 'rule-state', message }, READS)];
    }
  }
}

/** A rule that an AWS service made for itself. Some of these services tell people (AWS User Notifications), others do not. */
function managed(rule: EventRule): readonly Condition[] {
  if (rule.ManagedBy === undefined || rule.ManagedBy === '') return [];
  const message = `${rule.ManagedBy} manages it for its own use, and what it does with the events was not read`;
  return [doubtful('managed', { code: 'rule-managed', message }, READS)];
}
