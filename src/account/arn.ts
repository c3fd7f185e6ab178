/** The parts of an Amazon Resource Name. Null when the text is none. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the account, colons included: `log-group:NAME:*`, `topic`, `key/ID`. */
  readonly resource: string;
}

export function parseArn(text: string | undefined): Arn | null {
  const match = /^arn:([^:]*):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text ?? '');
  if (!match) return null;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** The log group's name in `arn:…:log-group:NAME` or `arn:…:log-group:NAME:*`. */
export function logGroupNameOf(arn: Arn): string | null {
  if (arn.service !== 'logs') return null;
  return /^log-group:([^:]+)(?::\*)?$/.exec(arn.resource)?.[1] ?? null;
}
