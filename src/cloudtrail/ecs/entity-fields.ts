import { type EcsEvent, stringOf } from './ecs-event.js';
import { entitiesOf } from './entities.js';
import { derived, type EcsField } from './field.js';

type Kind = 'user' | 'host' | 'service' | 'other';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const USERS = words('assumed-role federated-user instance-profile mfa role serialNumber user');
const HOSTS = words('instance');
const SERVICES = words(
  'alarm cluster configuration-recorder db detector dhcp-options document file-system function global-cluster group ipset key ' +
    'loadbalancer log-group log-stream model mount-target network-acl network-interface parameter policy ' +
    'resolver-query-log-config rule rulegroup secret security-group session stack stack-set subnet table topic trail ' +
    'trust-anchor vpc webacl',
);
const SERVICE_IDS = ['sg-', 'sgr-', 'eni-', 'vpc-', 'subnet-', 'acl-', 'rtb-', 'igw-', 'nat-', 'vpce-', 'tgw-', 'pcx-'];

const isServiceRole = (arn: string): boolean =>
  arn.includes('/AWSServiceRoleFor') || arn.includes('/aws-service-role/');

/** The type of an ARN's resource: its sixth part, up to the first slash. */
function resourceType(arn: string): string | undefined {
  const part = arn.split(':')[5];
  const slash = part?.indexOf('/') ?? -1;
  return slash > 0 ? part!.slice(0, slash) : part;
}

/** What the pipeline takes the target for; buckets have no type of resource and are a service's. */
export function kindOfTarget(target: string): Kind {
  if (!target.startsWith('arn:')) {
    if (target.length === 20 && target.startsWith('AKIA')) return 'user';
    if (target.startsWith('i-')) return 'host';
    return SERVICE_IDS.some((prefix) => target.startsWith(prefix)) ? 'service' : 'other';
  }
  const type = resourceType(target);
  if (type === undefined) return 'other';
  if (isServiceRole(target)) return 'service';
  if (USERS.has(type)) return 'user';
  if (HOSTS.has(type)) return 'host';
  return SERVICES.has(type) || target.split(':')[2] === 's3' ? 'service' : 'other';
}

const ACTING_USERS = words('IAMUser AssumedRole Root');
const ACTING_ROLES = words('user role assumed-role federated-user');

function kindOfActor(event: EcsEvent, actor: string): Kind {
  const type = stringOf(event.kept, ['userIdentity', 'type']) ?? '';
  if (type === 'AWSService' || isServiceRole(actor)) return 'service';
  if (ACTING_USERS.has(type)) return 'user';
  const resource = actor.startsWith('arn:') ? resourceType(actor) : undefined;
  if (resource !== undefined && ACTING_ROLES.has(resource)) return 'user';
  return resource === 'instance' || actor.startsWith('i-') ? 'host' : 'other';
}

const list = (name: string, values: (event: EcsEvent) => readonly string[]): EcsField =>
  derived(name, 'keyword', values, { many: true });

const targets = (name: string, kind?: Kind): EcsField =>
  list(name, (event) => {
    const all = entitiesOf(event).targets;
    return kind === undefined ? all : all.filter((target) => kindOfTarget(target) === kind);
  });

const actor = (name: string, kind?: Kind): EcsField =>
  list(name, (event) => {
    const { actor } = entitiesOf(event);
    return actor === undefined || (kind !== undefined && kindOfActor(event, actor) !== kind) ? [] : [actor];
  });

/** In Elastic these need the integration's option `actor_target_mapping`; here they are always there. */
export const ENTITY_FIELDS: readonly EcsField[] = [
  list('related.entity', (event) => entitiesOf(event).related),
  targets('target.entity.id'),
  targets('user.target.entity.id', 'user'),
  targets('host.target.entity.id', 'host'),
  targets('service.target.entity.id', 'service'),
  targets('entity.target.id', 'other'),
  actor('actor.entity.id'),
  actor('user.entity.id', 'user'),
  actor('host.entity.id', 'host'),
  actor('service.entity.id', 'service'),
  actor('entity.id', 'other'),
];
