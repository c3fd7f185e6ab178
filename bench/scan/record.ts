import { CALLS, type Call } from './calls.js';
import type { Random } from './random.js';
import type { World } from './world.js';

type Failure = readonly [weight: number, code: string, message: (call: Call) => string];

const DENIALS: readonly Failure[] = [
  [
    5,
    'AccessDenied',
    (call) =>
      `User is not authorized to perform: ${call.source.split('.')[0]}:${call.name} because no identity-based policy allows the action`,
  ],
  [1, 'Client.UnauthorizedOperation', () => 'You are not authorized to perform this operation.'],
];
/** Other failures are more frequent, and no rule asks for them. */
const FAILURES: readonly Failure[] = [
  [30, 'ThrottlingException', () => 'Rate exceeded'],
  [20, 'ResourceNotFoundException', (call) => `${call.name}: the specified resource does not exist`],
  [10, 'NoSuchEntity', () => 'The role cannot be found.'],
  [10, 'ValidationException', () => '1 validation error detected'],
];

/** What the corpus is searched for: a key disabled, its deletion scheduled. */
export const HITS: readonly Call[] = ['DisableKey', 'ScheduleKeyDeletion'].map((name) => ({
  ...{ weight: 1, source: 'kms.amazonaws.com', name, readOnly: false },
  parameters: (random: Random, world: World) => ({
    keyId: random.pick(world.keys),
    ...(name === 'DisableKey' ? {} : { pendingWindowInDays: 7 + random.below(24) }),
  }),
}));

/** One record, its members in the order in which CloudTrail writes them. */
export function makeRecord(
  random: Random,
  world: World,
  seconds: number,
  denied: number,
  call = random.weighted(WEIGHTED),
): object {
  const session = random.favourite(world.sessions);
  const service = call.by !== undefined && random.chance(0.5) ? call.by : null;
  const parameters = call.parameters(random, world);
  const failed = HITS.includes(call)
    ? null
    : random.chance(denied)
      ? random.weighted(WEIGHTED_DENIALS)
      : random.chance(0.05)
        ? random.weighted(WEIGHTED_FAILURES)
        : null;
  return {
    eventVersion: '1.11',
    userIdentity: service ? { type: 'AWSService', invokedBy: service } : session.identity,
    eventTime: new Date(Date.UTC(2025, 10, 3) + seconds * 1000).toISOString().replace('.000Z', 'Z'),
    eventSource: call.source,
    eventName: call.name,
    awsRegion: world.region,
    sourceIPAddress: service ?? session.address,
    userAgent: service ?? session.agent,
    ...(failed && { errorCode: failed.code, errorMessage: failed.message(call) }),
    requestParameters: parameters,
    responseElements: failed ? null : (call.response?.(random, world) ?? null),
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: call.readOnly,
    ...(call.resource && { resources: [{ accountId: world.account, ...call.resource(world, parameters) }] }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: world.account,
    eventCategory: 'Management',
    ...(!service && {
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${call.source.split('.')[0]}.${world.region}.amazonaws.com`,
      },
    }),
  };
}

const WEIGHTED = CALLS.map((call) => [call.weight, call] as const);
const weighted = (failures: readonly Failure[]) =>
  failures.map(([weight, code, message]) => [weight, { code, message }] as const);
const WEIGHTED_DENIALS = weighted(DENIALS);
const WEIGHTED_FAILURES = weighted(FAILURES);
