import type { Account, Operation } from '../../account/account.js';
import type { CompositeAlarm, EventRule, LogAlarm, MetricAlarm, MetricTransformation } from '../../account/answers.js';
import { type Answer, answerTo, itemsOf } from '../../account/view.js';
import type { Draft } from '../../predicate/predicate.js';
import { rulesBeside } from '../alarm-changes.js';
import { doubtOf } from '../evidence.js';
import type { Link } from '../link.js';

/** What one metric transformation of a metric filter publishes for an event that matches. */
export interface Publication {
  /** The filter's name, with its log group's: unique in the account. */
  readonly filterId: string;
  readonly account: string;
  readonly region: string;
  /** ARN or name; two publications of one log group publish in the same minute for the same event. */
  readonly logGroup: string;
  readonly transformation: MetricTransformation;
  readonly emitSystemFieldDimensions: readonly string[];
  /** The events that get as far as this publication: the conditions of trail, log group and filter together. */
  readonly reaches: Draft;
}

/**
 * A way from a publication to an ALARM action. `actions` are the ARNs as they stand in `AlarmActions`, also when a condition of the
 * last link fails; the caller follows topics and judges the rest. Empty: the path ends with the last link, whose conditions say why
 * (nothing listens, no ALARM action, or the alarms could not be read), and the caller adds no link to it.
 */
export interface Ring {
  readonly links: readonly Link[];
  readonly actions: readonly string[];
  /** Seconds from the data point to the action, at the longest. Null when it cannot be told. */
  readonly waitSeconds: number | null;
}

/** A mute rule as GetAlarmMuteRule gives it. */
export interface MuteRule {
  readonly Name?: string;
  readonly AlarmMuteRuleArn?: string;
  readonly Rule?: { readonly Schedule?: { readonly Expression?: string; readonly Duration?: string } };
  readonly MuteTargets?: { readonly AlarmNames?: readonly string[] };
  readonly StartDate?: string;
  readonly ExpireDate?: string;
  readonly Status?: string; // SCHEDULED, ACTIVE, EXPIRED
}

/** A mute rule that was listed, and what the question for its details came to. */
export interface ListedMuteRule {
  readonly arn: string;
  readonly name: string;
  readonly status: string | undefined;
  readonly expires: string | undefined;
  readonly details: MuteRule | null;
  /** Why there are no details. */
  readonly answer: Answer;
}

/** The alarms of one account and Region, and what the reads behind them came to. */
export interface Alarms {
  readonly account: string;
  readonly region: string;
  readonly metricAlarms: readonly MetricAlarm[];
  readonly compositeAlarms: readonly CompositeAlarm[];
  readonly logAlarms: readonly LogAlarm[];
  /** Of cloudwatch:DescribeAlarms. Failed, not read or incomplete: what is missing here may exist. Unsupported: there is none. */
  readonly answer: Answer;
  readonly muteRules: readonly ListedMuteRule[];
  /** Of cloudwatch:ListAlarmMuteRules. */
  readonly muteAnswer: Answer;
  /** Metric alarms of the account's other Regions, only to name near misses: an alarm watches the metrics of its own Region. */
  readonly elsewhere: readonly { readonly region: string; readonly alarm: MetricAlarm }[];
  /** EventBridge rules beside them, which may hear of their changes. */
  readonly rules: readonly EventRule[];
}

/** May there be things of this listing that were not read? */
export function isComplete(answer: Answer): boolean {
  switch (answer.kind) {
    case 'answered':
      return answer.incomplete === undefined;
    case 'unsupported':
    case 'not-found':
      return true;
    case 'failed':
    case 'not-read':
      return false;
  }
}

/** What kept an answer from being complete, in words: the operation, the Region and the permission. */
export function whyIncomplete(alarms: Alarms, operation: Operation, answer: Answer): string {
  return doubtOf({ account: alarms.account, region: alarms.region, operation, answer })?.message ?? 'it is complete';
}

/** The alarms of one Region of an account as it was read. */
export function alarmsOf(account: Account, region: string): Alarms {
  const answer = answerTo(account, region, 'cloudwatch:DescribeAlarms');
  const pages = answer.kind === 'answered' ? answer.pages : [];
  const muteAnswer = answerTo(account, region, 'cloudwatch:ListAlarmMuteRules');
  const summaries = muteAnswer.kind === 'answered' ? itemsOf<MuteRule>(muteAnswer.pages, 'AlarmMuteRuleSummaries') : [];
  return {
    account: account.account,
    region,
    metricAlarms: itemsOf<MetricAlarm>(pages, 'MetricAlarms'),
    compositeAlarms: itemsOf<CompositeAlarm>(pages, 'CompositeAlarms'),
    logAlarms: itemsOf<LogAlarm>(pages, 'LogAlarms'),
    answer,
    muteRules: summaries.map((summary) => listed(account, region, summary)),
    muteAnswer,
    elsewhere: account.reads
      .filter((read) => read.operation === 'cloudwatch:DescribeAlarms' && read.region !== region)
      .flatMap((read) =>
        itemsOf<MetricAlarm>(read.pages, 'MetricAlarms').map((alarm) => ({ region: read.region, alarm })),
      ),
    rules: rulesBeside(account, region),
  };
}

function listed(account: Account, region: string, summary: MuteRule): ListedMuteRule {
  const arn = summary.AlarmMuteRuleArn ?? '';
  // arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:NAME; the summary has no name of its own
  const name = summary.Name ?? arn.split(':').slice(6).join(':');
  const answer = answerTo(account, region, 'cloudwatch:GetAlarmMuteRule', { AlarmMuteRuleName: name });
  const page = answer.kind === 'answered' ? (answer.pages[0] as MuteRule | undefined) : undefined;
  return { arn, name, status: summary.Status, expires: summary.ExpireDate, details: page ?? null, answer };
}
