import { inRecordOrder } from '../cloudtrail/record-order.js';
import { isObject, type JsonObject } from '../predicate/json.js';
import { drillName } from './marks.js';

/** What tells this one event from all others. */
export interface Stamp {
  /** The drill's id. */
  readonly id: string;
  readonly eventID: string; // a UUID
  readonly at: string; // ISO 8601
}

/**
 * A documented record as a drill sends it: nobody may take it for something that has happened. The user agent says what it is, the
 * request names the drill, and an IAM user is called after the drill. The marks are given up one after the other where the event would
 * no longer be one that `isMeant`; null: nothing is left that says what it is.
 */
export function syntheticEvent(
  sample: JsonObject,
  stamp: Stamp,
  isMeant: (event: JsonObject) => boolean,
): JsonObject | null {
  const base: JsonObject = {
    ...sample,
    eventTime: stamp.at.replace(/\.\d+Z$/, 'Z'),
    eventID: stamp.eventID,
    ...(typeof sample.requestID === 'string' && { requestID: stamp.eventID }),
  };
  const named = inRecordOrder({ ...base, ...agent(stamp) });
  const asked = inRecordOrder({ ...named, ...request(base, stamp) });
  const whole = inRecordOrder({ ...asked, ...caller(base, stamp) });
  return (
    [whole, asked, named, inRecordOrder({ ...base, ...request(base, stamp) })].find(
      (event) => isMarked(event, stamp.id) && isMeant(event),
    ) ?? null
  );
}

/** Says in the record itself that nothing has happened. */
export function isMarked(event: JsonObject, id: string): boolean {
  const parameters = event.requestParameters;
  return event.userAgent === agent({ id }).userAgent || (isObject(parameters) && parameters.trailproofDrill === id);
}

function agent({ id }: Pick<Stamp, 'id'>): { readonly userAgent: string } {
  return { userAgent: `${drillName(id)} (synthetic event of a drill: nothing has happened)` };
}

function request({ requestParameters }: JsonObject, { id }: Stamp): JsonObject {
  return { requestParameters: { ...(isObject(requestParameters) && requestParameters), trailproofDrill: id } };
}

/** The user of a documented record may be somebody's name. */
function caller({ userIdentity }: JsonObject, { id }: Stamp): JsonObject {
  if (!isObject(userIdentity) || userIdentity.type !== 'IAMUser' || typeof userIdentity.arn !== 'string') return {};
  const name = drillName(id);
  return {
    userIdentity: {
      ...userIdentity,
      arn: userIdentity.arn.replace(/:user\/.*$/s, `:user/${name}`),
      ...(userIdentity.userName !== undefined && { userName: name }),
    },
  };
}
