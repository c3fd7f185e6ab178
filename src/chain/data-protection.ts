import type { DataProtection, TopicAttributes } from '../account/answers.js';
import type { Arn } from '../account/arn.js';
import { doubtful, holds } from './condition.js';
import { askAnyone, doubtOf, pageOf, type World } from './evidence.js';
import type { Condition } from './link.js';
import type { Message } from './message.js';

const READS = ['sns:GetDataProtectionPolicy'] as const;
const CODE = 'data-protection';
const MEND = 'take these statements out of the topic’s data protection policy, or notify another topic';

export interface Protection {
  readonly conditions: readonly Condition[];
  /** The message, as the subscriptions get it. */
  readonly message: Message;
}

/**
 * Does the topic's data protection policy let the message pass? `Deny` blocks what SNS takes for sensitive, `Deidentify` changes it and
 * refuses a message that is nothing else, `Audit` only writes down what it finds (SNS developer guide, "Data protection policy
 * operations"). SNS finds it by patterns and by machine learning: nobody can say what it takes a message for. FIFO topics have no such
 * policy.
 */
export function dataProtection(
  world: World,
  topicArn: string,
  arn: Arn,
  attributes: TopicAttributes,
  message: Message,
): Protection {
  if (attributes.FifoTopic === 'true') return { conditions: [], message };
  const asked = askAnyone(world, arn.account, arn.region, 'sns:GetDataProtectionPolicy', { ResourceArn: topicArn });
  const why = doubtOf(asked);
  if (why) return { conditions: [doubtful(CODE, why, READS)], message };
  const text = pageOf<DataProtection>(asked)?.DataProtectionPolicy ?? '';
  if (text === '') return { conditions: [holds(CODE, 'it has no data protection policy', READS)], message };
  const statements = statementsOf(text);
  if (statements === null) {
    const unread = 'its data protection policy could not be read, and may block the message';
    return { conditions: [doubtful(CODE, { code: CODE, message: unread }, READS, MEND)], message };
  }
  const masks = statements.some(({ operation }) => operation !== 'Audit');
  const doubt = statements.flatMap((statement) => blocking(statement, message) ?? [])[0];
  const condition =
    doubt === undefined
      ? holds(CODE, 'its data protection policy blocks no message', READS)
      : doubtful(CODE, { code: CODE, message: doubt }, READS, MEND);
  return { conditions: [condition], message: masks ? { ...message, overRecord: null } : message };
}

interface Statement {
  readonly operation: string;
  /** ARNs of AWS's own data identifiers, and names of those that the policy defines. */
  readonly identifiers: readonly string[];
}

/** Why the statement may keep the message from its subscribers; null when it does not. */
function blocking({ operation, identifiers }: Statement, message: Message): string | null {
  const found = identifiers.map((identifier) => identifier.replace(/^.*\//, '')).join(', ');
  switch (operation) {
    case 'Audit':
      return null;
    case 'Deidentify':
      if (message.overRecord !== null && identifiers.every(isManaged)) return null;
      return `its data protection policy refuses a message that is ${found} from end to end, and whether this one is is not known`;
    case 'Deny':
      return `its data protection policy blocks messages in which SNS finds ${found}, and whether it finds that in this one is not known`;
    default:
      return `its data protection policy has the operation \`${operation}\`, of which nothing is known here`;
  }
}

/** A pattern of AWS's own, which is found in a message of many fields and never makes out the whole of it. */
function isManaged(identifier: string): boolean {
  return /^arn:[a-z-]+:dataprotection::aws:data-identifier\//.test(identifier);
}

/** Null where anything has another form than the documented one: it is never skipped. */
function statementsOf(text: string): readonly Statement[] | null {
  const policy = parsed(text);
  if (!isRecord(policy) || !Array.isArray(policy.Statement)) return null;
  const statements = policy.Statement.map(statementOf);
  return statements.some((statement) => statement === null) ? null : (statements as readonly Statement[]);
}

function statementOf(value: unknown): Statement | null {
  if (!isRecord(value) || !isRecord(value.Operation)) return null;
  const { DataIdentifier: identifiers } = value;
  const [operation, ...others] = Object.keys(value.Operation);
  if (operation === undefined || others.length > 0) return null;
  if (!Array.isArray(identifiers) || !identifiers.every((one) => typeof one === 'string')) return null;
  return { operation, identifiers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
