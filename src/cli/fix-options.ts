import { parseArn } from '../account/arn.js';
import type { EmitForm } from '../change/emit/emission.js';
import type { Subscriber } from '../change/task.js';
import { CliError } from './cli-error.js';

export interface FixOptions {
  readonly control?: readonly string[];
  readonly controls?: readonly string[];
  readonly benchmark?: string;
  readonly includeAttempts?: boolean;
  readonly subscribe?: readonly string[];
  readonly topic?: string;
  readonly literal?: boolean;
  readonly snapshot?: readonly string[];
  readonly profile?: readonly string[];
  readonly region?: readonly string[];
  readonly endpointUrl?: string;
  readonly emit?: EmitForm;
  readonly shell?: 'bash' | 'powershell';
  readonly force?: boolean;
  readonly apply?: boolean;
  readonly yes?: boolean;
  readonly wait?: string | true;
  readonly undoFile?: string;
  readonly undo?: string;
  readonly keepChanged?: boolean;
  readonly prevent?: boolean;
  readonly breakGlass?: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly verbose?: boolean;
}

type Name = Exclude<keyof FixOptions, 'format'>;

/** As they are typed. */
const SPELLED: Partial<Record<Name, string>> = {
  includeAttempts: 'include-attempts',
  endpointUrl: 'endpoint-url',
  undoFile: 'undo-file',
  keepChanged: 'keep-changed',
  breakGlass: 'break-glass',
};
const spelled = (name: Name): string => `\`--${SPELLED[name] ?? name}\``;

const PLANNING: readonly Name[] = [
  'control',
  'controls',
  'benchmark',
  'includeAttempts',
  'subscribe',
  'topic',
  'literal',
  'snapshot',
];

/** Options that say nothing together: whoever gave both believes that both do something. */
const CONTRADICTIONS: readonly (readonly [Name, readonly Name[], string])[] = [
  ['undo', [...PLANNING, 'emit', 'apply', 'prevent', 'wait', 'undoFile', 'output'], 'take back what the file holds'],
  [
    'prevent',
    ['emit', 'apply', 'subscribe', 'topic', 'literal', 'wait', 'undoFile', 'verbose'],
    'only print the guards',
  ],
  ['emit', ['apply'], 'let the program carry the plan out, or emit it and carry it out yourself'],
  ['apply', ['output'], 'what becomes of the plan is written to standard output: `> FILE`'],
  ['snapshot', ['region', 'endpointUrl'], 'a snapshot was read already'],
];

/** Each is of use only with one of the others. */
const NEEDS: readonly (readonly [Name, readonly Name[]])[] = [
  ['yes', ['apply', 'undo']],
  ['keepChanged', ['undo']],
  ['wait', ['apply']],
  ['undoFile', ['apply']],
  ['shell', ['emit']],
  ['force', ['emit', 'prevent']],
  ['breakGlass', ['prevent']],
];

/** An option that would have no effect is refused. */
export function refuseContradictions(options: FixOptions): void {
  const has = (name: Name) => options[name] !== undefined;
  if (options.apply && has('snapshot'))
    throw new CliError(
      '`--apply` changes an account, and a snapshot is a file',
      'plan on the account itself: `--profile` in the place of `--snapshot`',
    );
  if (has('snapshot') && has('profile'))
    throw new CliError('an account is read from AWS or from a snapshot', 'give `--profile` or `--snapshot`');
  for (const [name, others, why] of CONTRADICTIONS) {
    const other = has(name) ? others.find(has) : undefined;
    if (other) throw new CliError(`${spelled(name)} and ${spelled(other)} do not go together`, why);
  }
  for (const [name, others] of NEEDS)
    if (has(name) && !others.some(has))
      throw new CliError(`${spelled(name)} is of use only with ${others.map(spelled).join(' or ')}`, 'leave it out');
  if (options.prevent && options.breakGlass === undefined)
    throw new CliError(
      '`--prevent` denies to everybody but one role, which is not named',
      'name it: `--break-glass arn:aws:iam::111122223333:role/break-glass`',
    );
  if (options.emit && options.format === 'json')
    throw new CliError('`--emit` says the form of the plan, and `--format json` another one', 'give one of them');
}

const ARN_OF: Readonly<Record<string, readonly string[]>> = {
  sqs: ['sqs'],
  lambda: ['lambda'],
  application: ['sns'],
};
const EXAMPLE = 'give it as `email:security@example.com` or `sqs:arn:aws:sqs:eu-west-1:111122223333:alerts`';

/** `email:security@example.com`; of a URL the scheme is the protocol. */
export function subscriberOf(text: string): Subscriber {
  const url = /^(https?):(?:\1:)?(\/\/.+)$/.exec(text);
  if (url) return { protocol: url[1]!, endpoint: `${url[1]}:${url[2]}` };
  const [, protocol = '', endpoint = ''] = /^([a-z-]+):(.+)$/s.exec(text) ?? [];
  const wrong = (what: string, help = EXAMPLE) => new CliError(`\`${text}\` ${what}`, help);
  switch (protocol) {
    case 'email':
    case 'email-json':
      if (/^[^\s@]+@[^\s@]+$/.test(endpoint)) return { protocol, endpoint };
      throw wrong('does not name a mail address');
    case 'sms':
      if (/^\+\d{6,15}$/.test(endpoint)) return { protocol, endpoint };
      throw wrong('does not name a telephone number', 'give it with its country code: `sms:+4915112345678`');
    case 'sqs':
    case 'lambda':
    case 'application':
      if (protocol === 'sqs' && endpoint.endsWith('.fifo'))
        throw wrong(
          'names a FIFO queue, and SNS takes those for FIFO topics alone',
          'name a standard queue, or somebody who reads mail',
        );
      if (isArnOf(protocol, endpoint)) return { protocol, endpoint };
      throw wrong(`does not name the ARN of ${protocol === 'sqs' ? 'a queue' : `an endpoint of ${protocol}`}`);
    default:
      throw wrong(
        'is not a subscriber',
        /^[^\s:@]+@[^\s@]+$/.test(text)
          ? `did you mean \`email:${text}\`?`
          : `${EXAMPLE}; protocols are email, email-json, sms, sqs, lambda, http, https and application`,
      );
  }
}

/** Of a service that the protocol is of, in a Region of an account; whether it is there is asked later. */
function isArnOf(protocol: string, endpoint: string): boolean {
  const { service = '', region = '', account = '', resource = '' } = parseArn(endpoint) ?? {};
  const isPlaced = region !== '' && /^\d{12}$/.test(account) && resource !== '';
  return isPlaced && ARN_OF[protocol]?.includes(service) === true;
}

export function topicOf(text: string): string {
  const arn = parseArn(text);
  if (arn?.service === 'sns' && arn.resource !== '' && !arn.resource.includes(':')) return text;
  throw new CliError(
    `\`${text}\` is not the ARN of a topic`,
    'give it as `arn:aws:sns:eu-west-1:111122223333:security-alerts`',
  );
}

/** Of the messages of SNS, a link is good for two days: longer is waited for nothing. */
const MOST_HOURS = 48;
const USUAL_HOURS = 2;

/** Milliseconds: `30m`, `2h`; two hours where nothing is said. */
export function waitOf(text: string | true): number {
  const found = text === true ? null : /^(\d{1,5})\s*(s|m|h|d)$/.exec(text.trim());
  if (text !== true && !found)
    throw new CliError(`\`${text}\` is not a time to wait`, 'give it as `45s`, `30m` or `2h`');
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[found?.[2] ?? ''];
  const seconds = found && unit ? Number(found[1]) * unit : USUAL_HOURS * 3600;
  return Math.min(seconds, MOST_HOURS * 3600) * 1000;
}
