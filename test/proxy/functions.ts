import { type Behaviour, isCall } from './call.js';

/** The key of a function's own, which moto forgets: that of every function is the one behind `alias/ALIAS`. */
export function keyOfFunction(account: string, alias: string): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    if (!isCall(call, 'lambda:GetFunctionConfiguration') || answer.status !== 200) return answer;
    const KMSKeyArn = `arn:aws:kms:${call.region}:${account}:alias/${alias}`;
    return { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), KMSKeyArn }) };
  };
}
