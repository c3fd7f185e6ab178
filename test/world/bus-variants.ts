import type { BusSpec, KeySpec, World } from './specs.js';
import { customerKey } from './world.js';

type Statement = Readonly<Record<string, unknown>>;
export type BusVariant = (made: World, spec: BusSpec) => void;

const CONTEXT = 'kms:EncryptionContext:aws:events:event-bus:arn';
const busArn = ({ id }: World, region: string): string => `arn:aws:events:${region}:${id}:event-bus/default`;

const forEvents = (action: string | readonly string[], condition?: Statement): Statement => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: action,
  Resource: '*',
  ...(condition && { Condition: condition }),
});

/** The statements that AWS prints, for this bus. */
function printed(bus: string): readonly Statement[] {
  const condition = { StringEquals: { [CONTEXT]: bus, 'aws:SourceArn': bus } };
  return [forEvents('kms:DescribeKey'), forEvents(['kms:GenerateDataKey', 'kms:Decrypt'], condition)];
}

/** The default bus of the Region gets a customer managed key that EventBridge may use for it. */
export function encryptBus(made: World, region: string): BusSpec {
  const spec = { region, key: customerKey(made, region, printed(busArn(made, region))), tags: [] };
  made.buses.push(spec);
  return spec;
}

/** Other statements in the place of those for EventBridge. */
function grant(key: KeySpec, ...statements: readonly Statement[]): void {
  const [own] = key.policy.Statement as readonly Statement[];
  key.policy = { ...key.policy, Statement: [own, ...statements] };
}

function tag(spec: BusSpec, fault: string): void {
  spec.tags.push({ fault, link: 'event-bus', passes: 'unknown' });
}

export const SOUND_BUSES = {
  'the policy that AWS prints': () => {},
  'a policy without conditions': (_, { key }) => {
    grant(key, forEvents(['kms:DescribeKey', 'kms:GenerateDataKey*', 'kms:Decrypt']));
  },
  'a policy on the account': (made, { key }) => {
    grant(key, forEvents('kms:*', { StringEquals: { 'aws:SourceAccount': made.id } }));
  },
} satisfies Record<string, BusVariant>;

/** What EventBridge does with events of AWS services while it cannot read its rules is not documented. */
export const FAULTY_BUSES = {
  'a key that is disabled': (_, spec) => {
    Object.assign(spec.key.metadata, { KeyState: 'Disabled', Enabled: false });
    tag(spec, 'a key that is disabled');
  },
  'a key that is pending deletion': (_, spec) => {
    Object.assign(spec.key.metadata, { KeyState: 'PendingDeletion', Enabled: false });
    tag(spec, 'a key that is pending deletion');
  },
  'a key that EventBridge may not use': (_, spec) => {
    grant(spec.key);
    tag(spec, 'a key that EventBridge may not use');
  },
  'a key for another bus': (made, spec) => {
    grant(spec.key, ...printed(`arn:aws:events:${spec.region}:${made.id}:event-bus/orders`));
    tag(spec, 'a key for another bus');
  },
  'a key that EventBridge may not decrypt with': (_, spec) => {
    grant(spec.key, forEvents(['kms:DescribeKey', 'kms:GenerateDataKey']));
    tag(spec, 'a key that EventBridge may not decrypt with');
  },
  'a key for rules as its source': (made, spec) => {
    const condition = { ArnLike: { 'aws:SourceArn': `arn:aws:events:${spec.region}:${made.id}:rule/*` } };
    grant(spec.key, forEvents('kms:*', condition));
    tag(spec, 'a key for rules as its source');
  },
} satisfies Record<string, BusVariant>;
