const GEO = 'needs a GeoIP database, which Trailproof does not have; compare `source.ip` or `source.address`';
const AGENT = 'needs the parser of user agents that Elasticsearch has; compare `user_agent.original`';
const INGEST = 'says when or how Elastic received the event, which no log says; compare `@timestamp`';
const COLLECTOR = 'says how the event was collected, which no log says';
const FILES = 'is of digest and Insight files, which are not events and are not read';

/** Fields of Elastic's documents that a record does not determine, each with its reason and what to do instead. */
const REASONS: readonly (readonly [name: RegExp, reason: string])[] = [
  [/^source\.(as|geo)(\.|$)/, GEO],
  [/^user_agent\.(name|version|device|os)(\.|$)/, AGENT],
  [/^event\.(created|ingested)$/, INGEST],
  [/^event\.original$/, 'is not indexed by Elasticsearch, so that no query finds it'],
  [/^(agent|elastic_agent|input|log|host|container|fields|labels|tags|aws\.s3)(\.|$)/, COLLECTOR],
  [/^(file|related\.hash|aws\.cloudtrail\.(digest|insight_details|flattened\.(digest|insight_details)))(\.|$)/, FILES],
  [
    /^service\.name$/,
    'is of a few callers only, and of which is not known; compare `aws.cloudtrail.user_identity.invoked_by`',
  ],
  [
    /^aws\.cloudtrail\.shared_event_id$/,
    'is always empty: the pipeline reads `sharedEventId`, and CloudTrail writes `sharedEventID`',
  ],
];

/** Why a field cannot be asked for; undefined for one that can, and for one that Elastic's documents do not have. */
export function unsupported(name: string): string | undefined {
  if (/^host\.(target\.)?entity\.id$/.test(name)) return undefined;
  const reason = REASONS.find(([pattern]) => pattern.test(name))?.[1];
  return reason === undefined ? undefined : `\`${name}\` ${reason}`;
}
