import { type Behaviour, isCall } from './call.js';

/** AWS takes a trail's ARN wherever it takes its name; moto's calls that change a trail know the name only. */
export const trailsByArn: Behaviour = (call, next) => {
  const operation = Object.keys(NAMING).find((one) => isCall(call, one));
  const member = operation === undefined ? undefined : NAMING[operation];
  const name = member === undefined ? undefined : /:trail\/(.+)$/.exec(String(call.input[member]))?.[1];
  return next(
    member === undefined || name === undefined ? call : { ...call, input: { ...call.input, [member]: name } },
  );
};

const NAMING: Readonly<Record<string, string>> = {
  'cloudtrail:StartLogging': 'Name',
  'cloudtrail:StopLogging': 'Name',
  'cloudtrail:UpdateTrail': 'Name',
  'cloudtrail:DeleteTrail': 'Name',
  'cloudtrail:PutEventSelectors': 'TrailName',
};
