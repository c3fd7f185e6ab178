import type { RequestContext } from './policy-condition.js';
import { keyPrincipals } from './policy-key.js';
import { type PolicyAnswer, permits } from './policy-permits.js';

const SERVICE = 'events.amazonaws.com';
const ENCRYPTION_CONTEXT = 'kms:EncryptionContext:aws:events:event-bus:arn';

/** The bus that is encrypted with the key, and whose it is. */
export interface EncryptedBus {
  readonly keyArn: string;
  readonly busArn: string;
  readonly account: string;
}

/**
 * Does the key's policy let EventBridge use it for the bus? It needs all three permissions (EventBridge user guide, "Authorizing
 * EventBridge to use a customer managed key"). The same page limits its use with conditions on the bus, as aws:SourceArn and in the
 * encryption context, and on the account; a request of kms:DescribeKey has no encryption context.
 */
export function busKeyPermitsUse(policyText: string | undefined, bus: EncryptedBus): PolicyAnswer {
  if (policyText === undefined) return { answer: 'unknown', because: 'the policy of the key was not read' };
  const source: RequestContext = {
    'aws:SourceArn': bus.busArn,
    'aws:SourceAccount': bus.account,
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'true',
  };
  const encrypting: RequestContext = { ...source, [ENCRYPTION_CONTEXT]: bus.busArn };
  const asked = (action: string, context: RequestContext): PolicyAnswer =>
    permits(policyText, { principal: { service: SERVICE }, action, resource: bus.keyArn, context }, keyPrincipals);
  const answers = [
    asked('kms:Decrypt', encrypting),
    asked('kms:GenerateDataKey', encrypting),
    asked('kms:DescribeKey', { ...source, [ENCRYPTION_CONTEXT]: undefined }),
  ];
  return (
    answers.find(({ answer }) => answer === 'no') ??
    answers.find(({ answer }) => answer === 'unknown') ?? {
      answer: 'yes',
      because: `the key policy lets ${SERVICE} use the key for the event bus`,
    }
  );
}
