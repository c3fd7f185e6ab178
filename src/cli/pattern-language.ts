import { Option } from 'commander';
import { isObject, type Json, type JsonObject } from '../predicate/json.js';
import { all, at, type Draft, not, type Predicate, type } from '../predicate/predicate.js';
import { truncate } from '../report/columns.js';
import { CliError } from './cli-error.js';
import { parseArgument, patternReason } from './pattern-argument.js';
import { jsonOf } from './read-events.js';

const LANGUAGES = ['cloudwatch', 'kql', 'eventbridge'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `--language`, of the commands that know more than filter patterns. */
export function languageOption(languages: readonly Language[] = LANGUAGES): Option {
  return new Option('--language <name>', WORDS).choices(languages).default('cloudwatch');
}

const WORDS =
  'the language of the pattern: filter patterns of CloudWatch Logs, Kibana’s KQL over Elastic’s view of CloudTrail, event patterns of EventBridge';

/** `null`: not known, and why. */
export interface Judgement {
  readonly matches: boolean | null;
  readonly reason: string;
}

export type PatternRead =
  | { readonly ok: true; readonly judge: (message: string) => Judgement }
  | { readonly ok: false; readonly reason: string; readonly help?: string | undefined };

/** A pattern as a test of log messages. */
export async function readPattern(language: Language, text: string): Promise<PatternRead> {
  if (language !== 'cloudwatch') {
    const read = await readDraft(language, text);
    return read.ok ? { ok: true, judge: await judgeOf(language, read.draft) } : read;
  }
  const { isOwnLimit, matchMessage, parse } = await import('../languages/cloudwatch/index.js');
  const parsed = parse(text);
  if (!parsed.ok) {
    const reason = patternReason(parsed.error);
    // Of a pattern that AWS may well take it is not known what it matches.
    if (isOwnLimit(parsed.error)) return { ok: true, judge: () => ({ matches: null, reason }) };
    return { ok: false, reason, help: parsed.error.help };
  }
  return {
    ok: true,
    judge(message) {
      const { matches, reasons } = matchMessage(parsed.pattern, message);
      return { matches, reason: reasons.map((reason) => reason.message).join('; ') };
    },
  };
}

/** A pattern of the command line as a test; one that is wrong ends the run. */
export async function patternGiven(language: Language, text: string): Promise<(message: string) => Judgement> {
  if (language === 'cloudwatch') await parseArgument(text);
  const read = await readPattern(language, text);
  if (read.ok) return read.judge;
  throw notAPattern(language, text, read);
}

/** The events that a pattern of the command line matches: of KQL records, of EventBridge envelopes. */
export async function draftGiven(language: Exclude<Language, 'cloudwatch'>, text: string): Promise<Draft> {
  const read = await readDraft(language, text);
  if (read.ok) return read.draft;
  throw notAPattern(language, text, read);
}

function notAPattern(
  language: Language,
  text: string,
  { reason, help }: Extract<PatternRead, { ok: false }>,
): CliError {
  return new CliError(`\`${truncate(text, 60)}\` is not ${NAMES[language]}: ${reason}`, help ?? 'correct the pattern');
}

const NAMES: Readonly<Record<Language, string>> = {
  cloudwatch: 'a filter pattern',
  kql: 'a KQL query of CloudTrail’s fields',
  eventbridge: 'an event pattern that EventBridge takes',
};

type DraftRead = { readonly ok: true; readonly draft: Draft } | Extract<PatternRead, { ok: false }>;

async function readDraft(language: Exclude<Language, 'cloudwatch'>, text: string): Promise<DraftRead> {
  switch (language) {
    case 'kql': {
      const [{ parse, toDraft }, { detectionFields }] = await Promise.all([
        import('../languages/kql/index.js'),
        import('../cloudtrail/detection-fields.js'),
      ]);
      const parsed = parse(text);
      if (!parsed.ok) return refused(parsed.error);
      const drafted = toDraft(parsed.query, detectionFields);
      return drafted.ok ? drafted : refused(drafted.error);
    }
    case 'eventbridge': {
      const { parse, toDraft } = await import('../languages/eventbridge/index.js');
      const parsed = parse(text);
      return parsed.ok ? { ok: true, draft: toDraft(parsed.pattern) } : refused(parsed.error);
    }
  }
}

interface LanguageError {
  readonly message: string;
  readonly span?: { readonly start: number };
  readonly help?: string;
}

function refused({ message, span, help }: LanguageError): Extract<PatternRead, { ok: false }> {
  return { ok: false, reason: span ? `${message} (at character ${span.start + 1})` : message, help };
}

async function judgeOf(
  language: Exclude<Language, 'cloudwatch'>,
  draft: Draft,
): Promise<(message: string) => Judgement> {
  const [{ bound, reasonsOf }, { compile }, { deriveDetection }, { overRecord }] = await Promise.all([
    import('../predicate/bound.js'),
    import('../predicate/match.js'),
    import('../cloudtrail/detection-fields.js'),
    import('../languages/eventbridge/index.js'),
  ]);
  const judgeBy = (of: Draft): ((event: Json) => Judgement) => {
    const must = compile(bound(of, 'must'), deriveDetection);
    const may = compile(bound(of, 'may'), deriveDetection);
    const reason = [...new Set(reasonsOf(of).map(({ message }) => message))].join('; ');
    return (event) => {
      if (must(event)) return { matches: true, reason: '' };
      return may(event) ? { matches: null, reason } : { matches: false, reason: '' };
    };
  };
  const asGiven = judgeBy(draft);
  if (language === 'kql') return (message) => judged(message, asGiven);
  const byKnown = new Map<string, (event: Json) => Judgement>();
  // EventBridge gives a CloudTrail record as `detail`; what is given here may be either.
  const ofRecord = (record: JsonObject): Judgement => {
    const known = Object.fromEntries(KNOWN.flatMap((name) => textMember(record, name)));
    const key = JSON.stringify(known);
    const judge = byKnown.get(key) ?? judgeBy(overRecord(draft, known));
    byKnown.set(key, judge);
    return judge(record);
  };
  return (message) => judged(message, (event) => (isEnvelope(event) ? asGiven(event) : ofRecord(event)));
}

/** What the envelope of a record has from it. */
const KNOWN = ['eventSource', 'eventType', 'awsRegion'] as const;

function textMember(record: JsonObject, name: string): readonly (readonly [string, string])[] {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === 'string' ? [[name, value]] : [];
}

const isEnvelope = (event: JsonObject): boolean =>
  isObject(event.detail) && Object.hasOwn(event, 'detail-type') && Object.hasOwn(event, 'source');

function judged(message: string, judge: (event: JsonObject) => Judgement): Judgement {
  const event = jsonOf(message);
  return isObject(event) ? judge(event) : { matches: null, reason: 'it is no event: a JSON object is needed' };
}

const textsAt = (names: readonly string[], ...path: readonly string[]): readonly Predicate[] =>
  names.map((name) => not(at([...path, name], not(type('string')))));

/**
 * The events of EventBridge over which patterns are compared: its envelope (user guide, "Event structure reference"), and in it, where
 * they are there, the members of CloudTrail's records that are texts (CloudTrail record contents).
 */
export const ENVELOPE: Predicate = all(
  ...['version', 'id', 'detail-type', 'source', 'account', 'time', 'region'].map((key) => at([key], type('string'))),
  at(['detail'], type('object')),
  ...textsAt(
    ['eventSource', 'eventName', 'eventType', 'eventTime', 'awsRegion', 'errorCode', 'errorMessage'],
    'detail',
  ),
  ...textsAt(['sourceIPAddress', 'userAgent', 'recipientAccountId'], 'detail'),
  ...textsAt(['type', 'arn', 'accountId', 'principalId', 'userName'], 'detail', 'userIdentity'),
);
