import { type AwsPrincipals, type PolicyAnswer, permits } from './policy-permits.js';
import type { Publisher } from './policy-topic.js';

/** What a publisher needs of the key of an encrypted topic (SNS developer guide, event sources and encrypted topics). */
const NEEDED = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/** Is this the key that AWS manages for SNS? Its policy cannot be changed, and lets no service publish. */
export function isAwsManagedSnsKey(kmsMasterKeyId: string): boolean {
  return /(^|:)alias\/aws\/sns$/.test(kmsMasterKeyId);
}

/**
 * May the service use the key to publish to a topic that the key encrypts? CloudWatch sends aws:SourceArn and aws:SourceAccount;
 * AWS says that for EventBridge those conditions are not supported in the policy of such a key, so its request is read as without them.
 * `manager`: KeyManager of DescribeKey; a key that AWS manages is never usable. `keyArn`: compared with the statements' resources.
 */
export function keyPermitsUse(
  policyText: string | undefined,
  service: Publisher,
  sourceArn: string,
  sourceAccount: string,
  key: { readonly manager?: string; readonly keyArn?: string } = {},
): PolicyAnswer {
  if (key.manager === 'AWS')
    return {
      answer: 'no',
      because: `the key is managed by AWS: its policy does not let ${service} use it, and cannot be changed`,
    };
  if (policyText === undefined) return { answer: 'unknown', because: 'the policy of the key was not read' };
  const isAlarm = service === 'cloudwatch.amazonaws.com';
  const answers = NEEDED.map((action) =>
    permits(
      policyText,
      {
        principal: { service },
        action,
        resource: key.keyArn ?? '*',
        context: {
          'aws:SourceArn': isAlarm ? sourceArn : undefined,
          'aws:SourceAccount': isAlarm ? sourceAccount : undefined,
          'aws:SecureTransport': 'true',
          'aws:PrincipalIsAWSService': 'true',
          ...(isAlarm ? {} : { 'aws:SourceOrgID': undefined }),
        },
      },
      keyPrincipals,
    ),
  );
  return (
    answers.find((answer) => answer.answer === 'no') ??
    answers.find((answer) => answer.answer === 'unknown') ?? {
      answer: 'yes',
      because: `the key policy lets ${service} generate data keys and decrypt`,
    }
  );
}

/** The accounts and roles of a key policy are not the service. Of `AWS: *` only a Deny is certain. */
export const keyPrincipals: AwsPrincipals = (value, effect) => {
  if (value !== '*') return 'no';
  return effect === 'Deny' ? 'yes' : 'unknown';
};
