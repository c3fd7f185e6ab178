import type { Io } from './io.js';

/** One IAM action that is needed, of what, and under which condition. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly condition: object | null;
}

export async function printPolicy(io: Io, statements: readonly object[]): Promise<void> {
  await io.stdout.write(`${JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)}\n`);
}

/** Listings and descriptions are asked over all Regions and of names not known before: their resource is `*`. */
export function listStatement(sid: string, actions: readonly string[]): object {
  return { Sid: sid, Effect: 'Allow', Action: unique(actions), Resource: '*' };
}

/** What is allowed under the same condition of the same resources is one statement. */
export function statementsOf(sid: string, grants: readonly Grant[]): readonly object[] {
  const byScope = grouped(grants, ({ resource, condition }) => JSON.stringify([resource, condition]));
  const scopes = byScope.map((same) => ({ ...same[0]!, actions: unique(same.map(({ action }) => action)) }));
  return grouped(scopes, ({ actions, condition }) => JSON.stringify([actions, condition])).map((same, index) => {
    const { actions, condition } = same[0]!;
    const resources = unique(same.map(({ resource }) => resource));
    return {
      Sid: `${sid}${index === 0 ? '' : index + 1}`,
      Effect: 'Allow',
      Action: actions,
      Resource: resources.length === 1 ? resources[0] : resources,
      ...(condition !== null && { Condition: condition }),
    };
  });
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

export const unique = <T extends string>(texts: readonly T[]): readonly T[] => [...new Set(texts)].sort();

/** What an audit reads. */
export async function auditActions(): Promise<readonly string[]> {
  const [{ ALWAYS_ALLOWED, permissionOf }, { AUDIT_READS }] = await Promise.all([
    import('../account/permission.js'),
    import('../chain/reads.js'),
  ]);
  return AUDIT_READS.filter((operation) => !ALWAYS_ALLOWED.includes(operation)).map(permissionOf);
}
