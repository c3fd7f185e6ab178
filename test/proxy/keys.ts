import { type Answer, type Behaviour, changed, isCall, jsonAnswer, seconds } from './call.js';

/** kms:GetKeyLastUsage, which moto does not have: by the key's id, when and for what it was used. */
export function lastUsage(
  uses: Readonly<Record<string, { readonly at: Date; readonly operation: string }>>,
): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'kms:GetKeyLastUsage')) return next(call);
    const use = uses[String(call.input.KeyId)];
    return jsonAnswer({
      KeyId: call.input.KeyId,
      KeyLastUsage: use ? { Operation: use.operation, Timestamp: seconds(use.at) } : {},
      TrackingStartDate: seconds(new Date('2026-01-01T00:00:00Z')),
    });
  };
}

/** KMS is eventually consistent: for so many calls DescribeKey still answers the state that was before a change. */
export function lateStates(calls: number): Behaviour {
  const old = new Map<string, { readonly state: unknown; left: number }>();
  const seen = new Map<string, unknown>();
  return async (call, next) => {
    const key = `${call.region} ${String(call.input.KeyId)}`;
    if (isCall(call, 'kms:CancelKeyDeletion') || isCall(call, 'kms:EnableKey')) {
      if (seen.has(key)) old.set(key, { state: seen.get(key), left: calls });
      return next(call);
    }
    if (!isCall(call, 'kms:DescribeKey')) return next(call);
    return changed(await next(call), (body) => {
      const metadata = body.KeyMetadata as Record<string, unknown>;
      const before = old.get(key);
      const isLate = before !== undefined && before.left-- > 0;
      seen.set(key, isLate ? before.state : metadata.KeyState);
      return { ...body, KeyMetadata: { ...metadata, KeyState: isLate ? before.state : metadata.KeyState } };
    });
  };
}

/** What DescribeKey says of a key, changed: states that moto does not know. */
export function keyMembers(change: (metadata: Readonly<Record<string, unknown>>) => object): Behaviour {
  return async (call, next) => {
    if (!isCall(call, 'kms:DescribeKey')) return next(call);
    return changed(await next(call), (body) => {
      const metadata = body.KeyMetadata as Record<string, unknown>;
      return { ...body, KeyMetadata: { ...metadata, ...change(metadata) } };
    });
  };
}

/** A call that is answered and then nothing more: the program that made it was ended. */
export function endsAfter(operation: 'kms:CancelKeyDeletion' | 'kms:EnableKey', end: () => void): Behaviour {
  return async (call, next): Promise<Answer> => {
    const answer = await next(call);
    if (isCall(call, operation)) end();
    return answer;
  };
}

/** A Region that lists no key. */
export function withoutKeys(region: string): Behaviour {
  return async (call, next) =>
    isCall(call, 'kms:ListKeys') && call.region === region ? jsonAnswer({ Keys: [], Truncated: false }) : next(call);
}
