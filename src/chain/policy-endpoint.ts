import type { RequestContext } from './policy-condition.js';
import { keyPrincipals } from './policy-key.js';
import { type AwsPrincipals, type PolicyAnswer, permits } from './policy-permits.js';

const SERVICE = 'sns.amazonaws.com';

/** A queue or a function, and the topic that sends to it. */
export interface Fanout {
  readonly endpointArn: string;
  readonly topicArn: string;
}

/**
 * Does the queue's policy let SNS send the messages of the topic? SNS sends as a service, in whichever account: without a grant nobody
 * does, and the queue's own account is no help. Its request carries the topic as aws:SourceArn (SNS developer guide, "Fanout to Amazon
 * SQS queues"), and goes over HTTPS (SQS developer guide, "Subscribing a queue to an Amazon SNS topic"). Whether it carries
 * aws:SourceAccount is not said: left out here, so that a condition on it stays open.
 */
export function queuePermitsSend(policyText: string | undefined, fanout: Fanout): PolicyAnswer {
  return lets(policyText ?? '', 'sqs:SendMessage', fanout);
}

/**
 * Does the function's policy let SNS invoke it for the topic? As for a queue: a service is let in by a grant alone, which names the
 * topic as aws:SourceArn (SNS developer guide, "Fanout to Lambda functions"). `policyText`: empty where the function has no policy.
 */
export function functionPermitsInvoke(policyText: string | undefined, fanout: Fanout): PolicyAnswer {
  if (policyText === undefined) return { answer: 'unknown', because: 'it was not read' };
  return lets(policyText, 'lambda:InvokeFunction', fanout);
}

function lets(policyText: string, action: string, { endpointArn, topicArn }: Fanout): PolicyAnswer {
  if (policyText === '') return { answer: 'no', because: `there is none, and nothing else lets ${SERVICE} in` };
  const context: RequestContext = {
    'aws:SourceArn': topicArn,
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'true',
  };
  const request = { principal: { service: SERVICE }, action, resource: endpointArn, context };
  const asked = permits(policyText, request, everybody);
  if (asked.answer !== 'no' || !REGIONAL.test(policyText)) return asked;
  return { answer: 'unknown', because: `${asked.because}; it names SNS of one Region, which may be meant or not` };
}

/** SNS of one Region, as it sends from and to Regions that were opted into (the same guide, cross-Region delivery). */
const REGIONAL = /sns\.[a-z0-9-]+\.amazonaws\.com/;

/**
 * `AWS: *` is everybody, SNS among them: the SQS console has granted it so, with the topic as aws:SourceArn, and the SNS developer guide
 * prints `*` alike (example cases for access control). An account's own principals are not SNS; of a Deny to them that is not certain.
 */
const everybody: AwsPrincipals = (value, effect) => {
  if (value === '*') return 'yes';
  return effect === 'Deny' ? 'unknown' : 'no';
};

/**
 * Does the policy of the queue's key let SNS use it? It needs both permissions, as a service (SQS developer guide, "Key management",
 * permissions for AWS services). The AWS CDK limits them with the topic as aws:SourceArn, for every queue that it subscribes; of other
 * keys of the request nothing is known.
 */
export function queueKeyPermitsUse(policyText: string | undefined, keyArn: string, { topicArn }: Fanout): PolicyAnswer {
  if (policyText === undefined) return { answer: 'unknown', because: 'it was not read' };
  const context: RequestContext = { 'aws:SourceArn': topicArn, 'aws:SecureTransport': 'true' };
  const answers = ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) =>
    permits(policyText, { principal: { service: SERVICE }, action, resource: keyArn, context }, keyPrincipals),
  );
  return (
    answers.find(({ answer }) => answer === 'no') ??
    answers.find(({ answer }) => answer === 'unknown') ?? {
      answer: 'yes',
      because: `it lets ${SERVICE} generate data keys and decrypt`,
    }
  );
}
