import type { Account } from '../account/account.js';
import { redactEndpoint } from '../account/redact.js';
import type { Output, Step } from './step.js';

/** What a step's answer holds, under the id of the change whose step it is. */
export type Outputs = ReadonlyMap<string, Answered>;
export type Answered = Partial<Readonly<Record<Output['output'], string>>>;

/**
 * Ids that AWS would give out, made up from what is asked: the same step gets the same one. They begin with zeros, as AWS's own
 * never will, so that they can be told apart.
 */
const BEGINNING = '00000000-0000-4000-8000-';

export function isMadeUp(id: string): boolean {
  return id.includes(BEGINNING);
}

/** What `apply` lets the step answer. */
export function madeUpAnswer(step: Step): Answered {
  switch (step.operation) {
    case 'kms:CreateKey':
      return { KeyId: madeUpId(`${step.region}\n${step.input.Description}\n${step.input.Policy}`) };
    case 'sns:Subscribe':
      return {
        SubscriptionArn: madeUpSubscription(
          step.input.TopicArn,
          step.input.Protocol,
          redactEndpoint(step.input.Endpoint, step.input.Protocol),
        ),
      };
    default:
      return {};
  }
}

/** `endpoint` as it stands in an account file. */
export function madeUpSubscription(topicArn: string, protocol: string, endpoint: string): string {
  return `${topicArn}:${madeUpId(`${protocol}\n${endpoint}`)}`;
}

/** The answers that `apply` makes up for the steps of these changes. */
export function madeUpOutputs(changes: readonly { readonly id: string; readonly step: Step }[]): Outputs {
  return new Map(changes.map(({ id, step }) => [id, madeUpAnswer(step)]));
}

export function keyArn({ partition, account }: Account, region: string, id: string): string {
  return `arn:${partition}:kms:${region}:${account}:key/${id}`;
}

function madeUpId(text: string): string {
  // FNV-1a, twice with different beginnings: enough to keep apart what one plan creates.
  const hash = (seed: number) => {
    let value = seed >>> 0;
    for (let index = 0; index < text.length; index++)
      value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
    return value.toString(16).padStart(8, '0');
  };
  return BEGINNING + hash(0x811c9dc5) + hash(0x9747b28c).slice(4);
}
