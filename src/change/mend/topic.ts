import { parseArn } from '../../account/arn.js';
import { isAwsManagedSnsKey } from '../../chain/policy-key.js';
import { add, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { newTopic } from '../build/topic.js';
import { idOf } from '../change-id.js';
import { COST } from '../cost.js';
import { isMissingTopic, keyOf, keyPolicyOf, topicOf } from '../look.js';
import { keyStatement, publishStatement, type Service, withStatement } from '../policies.js';
import { step } from '../step.js';
import { topicKeyInput, topicKeyOf } from '../topic-key.js';
import { type Mend, only } from './mend.js';

/** The topic, its policy and its key. A statement is added; what denies is never taken away. */
export const mendTopic: Mend = (bench, { link, path, failing }) => {
  const arn = parseArn(link.id);
  if (!arn || arn.account !== bench.account.account || !only(failing, 'exists', 'policy', 'key', 'key-policy'))
    return null;
  if (failing.has('exists')) {
    const isKnown = isMissingTopic(bench.account, link.id) && !arn.resource.endsWith('.fifo');
    return isKnown ? newTopic(bench, arn.region, arn.resource).bench : null;
  }
  const service: Service = path.links.some(({ kind }) => kind === 'rule')
    ? 'events.amazonaws.com'
    : 'cloudwatch.amazonaws.com';
  let made: Bench | null = failing.has('policy') ? publishing(bench, link.id, service) : bench;
  if (made && (failing.has('key') || failing.has('key-policy'))) made = usable(made, link.id, service, failing);
  return made;
};

const linkOf = (topic: string) => ({ kind: 'topic' as const, id: topic });

function publishing(bench: Bench, topic: string, service: Service): Bench | null {
  const arn = parseArn(topic);
  const policy = withStatement(
    topicOf(bench.account, topic)?.Policy,
    publishStatement(service, topic, bench.account.account),
  );
  if (!arn || policy === null) return null;
  return add(bench, WEIGHT.adds, {
    step: step('sns:SetTopicAttributes', arn.region, {
      TopicArn: topic,
      AttributeName: 'Policy',
      AttributeValue: policy,
    }),
    title: `let ${service} publish to the topic \`${arn.resource}\`: one statement more in its policy`,
    link: linkOf(topic),
    risk: 'adds',
    warning: null,
    cost: COST.none,
    notUndone: null,
  });
}

function usable(bench: Bench, topic: string, service: Service, failing: ReadonlySet<string>): Bench | null {
  const arn = parseArn(topic);
  const spelled = topicOf(bench.account, topic)?.KmsMasterKeyId ?? '';
  if (!arn || spelled === '') return null;
  if (isAwsManagedSnsKey(spelled)) return withKeyOfItsOwn(bench, topic);
  const place = parseArn(spelled) ?? arn;
  const key = keyOf(bench.account, place.region, spelled);
  if (key?.Arn === undefined || place.account !== bench.account.account || key.KeyManager === 'AWS') return null;
  let made: Bench | null = bench;
  if (failing.has('key'))
    made =
      key.KeyState === 'Disabled'
        ? add(made, WEIGHT.changes, {
            step: step('kms:EnableKey', place.region, { KeyId: key.Arn }),
            title: `enable the key \`${key.KeyId ?? key.Arn}\`, with which the topic \`${arn.resource}\` is encrypted`,
            link: linkOf(topic),
            risk: 'changes',
            warning: 'somebody may have disabled it on purpose; whatever else it encrypts can be read again',
            cost: COST.none,
            notUndone: null,
          })
        : null;
  return made && failing.has('key-policy') ? letUse(made, topic, place.region, key.Arn, service) : made;
}

function letUse(bench: Bench, topic: string, region: string, key: string, service: Service): Bench | null {
  const policy = withStatement(keyPolicyOf(bench.account, region, key) ?? undefined, keyStatement(service));
  if (policy === null) return null;
  return add(bench, WEIGHT.adds, {
    step: step('kms:PutKeyPolicy', region, { KeyId: key, PolicyName: 'default', Policy: policy }),
    title: `let ${service} use the key \`${key.split('/').at(-1)}\`: one statement more in its policy`,
    link: linkOf(topic),
    risk: 'adds',
    warning: null,
    cost: COST.none,
    notUndone: null,
  });
}

/** The policy of the key that AWS manages for SNS cannot be changed: the topic gets a customer managed one. */
function withKeyOfItsOwn(bench: Bench, topic: string): Bench | null {
  const { region, resource: name } = parseArn(topic)!;
  const key = topicKeyOf(bench.account, topic);
  if (key === null) return null;
  const { alias, isMade } = key;
  const create = step('kms:CreateKey', region, topicKeyInput(bench.account, topic));
  const base = {
    link: linkOf(topic),
    cost: COST.none,
    warning: null,
    notUndone: null,
    risk: 'adds',
  } satisfies Partial<Proposal>;
  const made: readonly Proposal[] = [
    {
      ...base,
      step: create,
      title: `create a customer managed key for the topic \`${name}\`, which CloudWatch and EventBridge may use`,
      cost: COST.key,
      notUndone: 'the key is scheduled for deletion, and gone only after seven days',
    },
    {
      ...base,
      step: step('kms:CreateAlias', region, { AliasName: alias, TargetKeyId: { of: idOf(create), output: 'KeyId' } }),
      title: `name the key \`${alias}\``,
    },
  ];
  return add(bench, isMade ? WEIGHT.changes : WEIGHT.key, ...(isMade ? [] : made), {
    ...base,
    step: step('sns:SetTopicAttributes', region, {
      TopicArn: topic,
      AttributeName: 'KmsMasterKeyId',
      AttributeValue: alias,
    }),
    title: `encrypt the topic \`${name}\` with \`${alias}\` instead of \`alias/aws/sns\``,
    risk: 'changes',
    warning:
      'who publishes to the topic from another account, or as another service, needs kms:Decrypt and kms:GenerateDataKey* in the policy of the new key',
  });
}
