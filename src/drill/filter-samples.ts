import { envelopeOf } from '../languages/eventbridge/index.js';
import { isObject, type JsonObject, printJson } from '../predicate/json.js';
import { patternTakes } from './chain.js';
import type { ChainAndEvents, DrillEvent } from './find-chains.js';
import type { FilterSample } from './record.js';

/** An event that a pattern is asked about, in the form in which AWS's matcher wants it, and what we say of it. */
export interface Question extends Omit<FilterSample, 'aws'> {
  /** Null: it is not known how AWS would write it. */
  readonly message: string | null;
}

/** Every event that the control requires, and events that differ from each in one thing only. */
export function questionsFor({ chain, events }: ChainAndEvents): readonly Question[] {
  const seen = new Set<string>();
  return events.flatMap((event) =>
    [{ name: event.event, record: event.sample, required: true }, ...nearMisses(event)].flatMap((one) => {
      if (seen.has(one.name)) return [];
      seen.add(one.name);
      const written = chain.kind === 'filter' ? one.record : envelopeOf(one.record, ENVELOPE_ID);
      return [
        {
          name: one.name,
          required: one.required,
          ours: patternTakes(chain, one.record),
          message: written && printJson(written),
        },
      ];
    }),
  );
}

const ENVELOPE_ID = '00000000-0000-4000-8000-000000000000';

interface Sample {
  readonly name: string;
  readonly record: JsonObject;
  readonly required: boolean;
}

/** Another call of the service, the call of another service, a refused one, one of somebody else: most patterns shall not match these. */
function nearMisses({ event, sample, isRequired }: DrillEvent): readonly Sample[] {
  const source = String(sample.eventSource);
  const service = source.split('.')[0] ?? source;
  const refused = { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform this operation' };
  const without = Object.fromEntries(
    Object.entries(sample).filter(([name]) => name !== 'errorCode' && name !== 'errorMessage'),
  );
  const variants: readonly (readonly [string, JsonObject])[] = [
    [`${source}:Trailproof`, { ...sample, eventName: 'Trailproof' }],
    [`${source}:${String(sample.eventName)}X`, { ...sample, eventName: `${String(sample.eventName)}X` }],
    [`trailproof.amazonaws.com:${String(sample.eventName)}`, elsewhere(sample)],
    sample.errorCode === undefined
      ? [`${event}, refused`, { ...sample, ...refused, responseElements: null }]
      : [`${service}:${String(sample.eventName)}, not refused`, without],
    ...(isObject(sample.userIdentity) && sample.userIdentity.type === 'Root'
      ? [[`${event}, not by root`, { ...sample, userIdentity: SOMEBODY }] as const]
      : []),
  ];
  return variants.map(([name, record]) => ({ name, record, required: isRequired(record) }));
}

const SOMEBODY: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLETRAILPROOF',
  arn: 'arn:aws:iam::111122223333:user/trailproof',
  accountId: '111122223333',
  userName: 'trailproof',
};

function elsewhere(sample: JsonObject): JsonObject {
  const host = 'trailproof.us-east-1.amazonaws.com';
  const tls = isObject(sample.tlsDetails)
    ? { tlsDetails: { ...sample.tlsDetails, clientProvidedHostHeader: host } }
    : {};
  return { ...sample, eventSource: 'trailproof.amazonaws.com', ...tls };
}
