import type { FunctionConcurrency, FunctionConfiguration } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { doubtful, fails, holds } from './condition.js';
import { type Asked, accountOf, askAnyone, doubtOf, pageOf, type World } from './evidence.js';
import { functionKeyUse } from './function-key.js';
import type { Condition } from './link.js';
import { type Fanout, functionPermitsInvoke } from './policy-endpoint.js';
import type { KeyUse } from './topic-key.js';
import { unknownSettings } from './unknown-settings.js';

const READS = ['lambda:GetFunctionConfiguration'] as const;
const CONCURRENCY = ['lambda:GetFunctionConcurrency'] as const;
const POLICY = ['lambda:GetPolicy'] as const;
const MEND = 'subscribe a function that is there, or an email address';

/**
 * Does Lambda take what SNS sends the function for the topic? Its policy lets SNS in, it is ready to run, may run at all, and its key can be used. What it
 * then does, and whether its role, its network and its code let it, is its own matter: a subscriber is not a reader. A version and an
 * alias have a policy of their own, and an alias may lead to two versions: these are not looked into.
 */
export function functionTakes(world: World, functionArn: string, topicArn: string): KeyUse {
  const place = parseArn(functionArn);
  const topic = parseArn(topicArn);
  const only = (condition: Condition): KeyUse => ({ conditions: [condition], keys: [] });
  if (place?.service !== 'lambda' || !topic)
    return only(unread(`\`${functionArn}\` is no function’s ARN, so that it was not read`));
  if (!/^function:[^:]+$/.test(place.resource))
    return only(unread(`whether the version or alias ${functionArn} is there and lets SNS in was not read`));
  const asked = (operation: Asked['operation']) =>
    askAnyone(world, place.account, place.region, operation, { FunctionName: functionArn });
  const found = asked('lambda:GetFunctionConfiguration');
  const why = doubtOf(found);
  if (why)
    // What a stranger is told of his function is not for us to be let read.
    return only(accountOf(world, place.account) ? doubtful('function', why, READS) : unread(why.message));
  if (found.answer.kind === 'not-found') return only(fails('function', 'the function is not there', READS, MEND));
  const configuration = pageOf<FunctionConfiguration>(found) ?? {};
  if (configuration.FunctionArn !== functionArn)
    return only(unread('the answer about the function is of no function of its ARN'));
  const key = functionKeyUse(world, configuration, place);
  return {
    conditions: [
      holds('function', 'the function is there', READS),
      state(configuration),
      ...calledOtherwise(configuration),
      ...unknownSettings('lambda:GetFunctionConfiguration', ['function', configuration]),
      policy(asked('lambda:GetPolicy'), { endpointArn: functionArn, topicArn }),
      concurrency(asked('lambda:GetFunctionConcurrency')),
      ...(place.region === topic.region ? [] : [elsewhere(place.region, topic.region)]),
      ...key.conditions,
    ],
    keys: key.keys,
  };
}

function unread(message: string): Condition {
  return doubtful('function', { code: 'endpoint-unread', message }, READS, 'subscribe an email address as well');
}

/**
 * Only an active function is surely run. A call of one that was idle for long, which is what one waits for that seldom comes, fails, and
 * sets it going (Lambda developer guide, "Function states"); whether SNS tries long enough is not said.
 */
function state({ State: name, StateReason: reason }: FunctionConfiguration): Condition {
  const because = `the function is ${name ?? 'in a state that was not told'}${reason ? `: ${reason}` : ''}`;
  const mend = 'see why it is not active (`aws lambda get-function-configuration`), and deploy it again';
  if (name === 'Active') return holds('function-state', because, READS);
  if (name === 'Failed') return fails('function-state', because, READS, mend);
  return doubtful('function-state', { code: 'function-state', message: because }, READS, mend);
}

/**
 * Functions that are not called as SNS calls one, by its ARN without a version and with the message alone (Lambda developer guide,
 * "Durable functions", "Tenant isolation", "Lambda Managed Instances").
 */
const CALLED_OTHERWISE = {
  DurableConfig: 'it is a durable function, which is called by a version or an alias',
  TenancyConfig: 'it keeps tenants apart, so that a call has to name one',
  CapacityProviderConfig: 'it runs on instances of the account, where a version is called',
} as const satisfies Partial<Record<keyof FunctionConfiguration, string>>;

function calledOtherwise(configuration: FunctionConfiguration): readonly Condition[] {
  const members = Object.keys(CALLED_OTHERWISE) as (keyof typeof CALLED_OTHERWISE)[];
  return members
    .filter((member) => (configuration[member] ?? null) !== null)
    .map((member) => {
      const message = `the function may refuse what SNS sends: ${CALLED_OTHERWISE[member]}`;
      return doubtful('function-call', { code: 'function-call', message }, READS, 'subscribe an ordinary function');
    });
}

function policy(asked: Asked, fanout: Fanout): Condition {
  const why = doubtOf(asked);
  if (why) return doubtful('function-policy', why, POLICY);
  const text = asked.answer.kind === 'not-found' ? '' : pageOf<{ Policy?: string }>(asked)?.Policy;
  const { answer, because } = functionPermitsInvoke(text, fanout);
  const mend = `let sns.amazonaws.com invoke the function in its policy (lambda:InvokeFunction, with the source ARN ${fanout.topicArn})`;
  const message = `the policy of the function: ${because}`;
  switch (answer) {
    case 'yes':
      return holds('function-policy', message, POLICY);
    case 'no':
      return fails('function-policy', message, POLICY, mend);
    case 'unknown':
      return doubtful('function-policy', { code: 'function-policy', message }, POLICY, mend);
  }
}

/** A reserved concurrency of zero stops every call (Lambda developer guide, "Configuring reserved concurrency"). */
function concurrency(asked: Asked): Condition {
  const why = doubtOf(asked);
  if (why) return doubtful('function-concurrency', why, CONCURRENCY);
  const page = pageOf<FunctionConcurrency>(asked);
  if (page === null) {
    const message = 'how often the function may run at one time was not told';
    return doubtful('function-concurrency', { code: 'function-concurrency', message }, CONCURRENCY);
  }
  if (page.ReservedConcurrentExecutions !== 0)
    return holds('function-concurrency', 'the function may run', CONCURRENCY);
  const because = 'the function may not run: its reserved concurrency is zero';
  return fails('function-concurrency', because, CONCURRENCY, 'take the reserved concurrency of zero from the function');
}

/** Where Regions that were opted into take part, SNS is another principal (SNS developer guide, cross-Region delivery). */
function elsewhere(own: string, topic: string): Condition {
  const message = `the function is in ${own} and the topic in ${topic}: whether both are enabled by default, without which SNS sends under another name, was not looked at`;
  return doubtful('function-region', { code: 'function-region', message }, READS, `subscribe a function in ${topic}`);
}
