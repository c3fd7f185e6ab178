import { createHash } from 'node:crypto';
import type { Operation } from './account.js';
import { unknownMembers } from './unknown-members.js';

type Members = Readonly<Record<string, unknown>>;

/** What stands in the file in the place of a value that was not kept. */
const WITHHELD = '(withheld)';

/**
 * An answer without what could be a secret: the paths and queries of http and https endpoints, phone numbers, what a rule hands to its
 * targets, and the environment of a function. E-mail addresses stay: they are the evidence of who is told.
 */
export function redact(operation: Operation, page: Members): Members {
  switch (operation) {
    case 'sns:ListSubscriptionsByTopic':
      return mapped(page, 'Subscriptions', (subscription) => ({
        ...subscription,
        ...(typeof subscription.Endpoint === 'string' && {
          Endpoint: redactEndpoint(subscription.Endpoint, subscription.Protocol),
        }),
      }));
    case 'sns:GetSubscriptionAttributes':
      return {
        ...page,
        ...(isRecord(page.Attributes) && { Attributes: redactAttributes(page.Attributes) }),
      };
    case 'events:ListTargetsByRule':
      return mapped(page, 'Targets', redactTarget);
    case 'lambda:GetFunctionConfiguration':
      return redactFunction(page);
    default:
      return page;
  }
}

/**
 * `https://host/#sha256:…` for http and https, the hash being that of the whole endpoint; the last two digits of a phone
 * number; other endpoints (e-mail addresses, ARNs) as they are.
 */
export function redactEndpoint(endpoint: string, protocol: unknown): string {
  if (/^https?:/i.test(endpoint) || protocol === 'http' || protocol === 'https') {
    const hash = createHash('sha256').update(endpoint).digest('hex');
    const site = siteOf(endpoint);
    return `${site ?? `${protocol}://`}/#sha256:${hash}`;
  }
  if (protocol === 'sms' || /^\+?[\d\s().-]{5,}$/.test(endpoint)) return maskDigits(endpoint);
  return endpoint;
}

/** Scheme and host, without user name and password. */
function siteOf(endpoint: string): string | null {
  if (!URL.canParse(endpoint)) return null;
  const url = new URL(endpoint);
  return `${url.protocol}//${url.host}`;
}

function maskDigits(number: string): string {
  return number.replace(/\d(?=(?:\D*\d){2})/g, '*');
}

/** Attributes that the filter policy, the delivery and the evidence need. DeliveryPolicy can carry headers of a webhook. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'SubscriptionArn',
  'TopicArn',
  'Owner',
  'Protocol',
  'Endpoint',
  'PendingConfirmation',
  'ConfirmationWasAuthenticated',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'ReplayStatus',
  'SubscriptionRoleArn',
  'SubscriptionPrincipal',
]);

function redactAttributes(attributes: Members): Members {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (name === 'Endpoint' && typeof value === 'string') return [name, redactEndpoint(value, attributes.Protocol)];
      return [name, ATTRIBUTES.has(name) ? value : WITHHELD];
    }),
  );
}

/** Members of a function that name it and say how it is. Of the others nothing is kept: its environment is where passwords are. */
const FUNCTION: ReadonlySet<string> = new Set([
  'FunctionName',
  'FunctionArn',
  'Version',
  'State',
  'StateReason',
  'StateReasonCode',
  'LastUpdateStatus',
  'KMSKeyArn',
  'DurableConfig',
  'TenancyConfig',
  'CapacityProviderConfig',
]);

/** Of a member that nobody here has heard of its name is kept: that there is one is told. */
function redactFunction(page: Members): Members {
  const unheard = new Set(unknownMembers('function', page));
  return Object.fromEntries(
    Object.entries(page).flatMap(([name, value]) =>
      FUNCTION.has(name) ? [[name, value]] : unheard.has(name) ? [[name, WITHHELD]] : [],
    ),
  );
}

/** Members of a rule's target that name where it leads. The words that it hands over (Input, HttpParameters, commands) are withheld. */
const TARGET: ReadonlySet<string> = new Set(['Id', 'Arn', 'RoleArn', 'InputPath', 'DeadLetterConfig', 'RetryPolicy']);

function redactTarget(target: Members): Members {
  return Object.fromEntries(
    Object.entries(target).map(([name, value]) => [name, TARGET.has(name) ? value : redactInput(name, value)]),
  );
}

/** Of what is handed over: whether there are words in it, and which parts of the event. A message without any is not sent. */
function redactInput(name: string, value: unknown): unknown {
  if (name === 'Input' && typeof value === 'string') return withheldWords(value);
  if (name !== 'InputTransformer' || !isRecord(value)) return WITHHELD;
  const { InputPathsMap: paths, InputTemplate: template } = value;
  const variables = isRecord(paths) ? Object.keys(paths) : [];
  return {
    ...(isRecord(paths) && { InputPathsMap: paths }),
    ...(typeof template === 'string' && { InputTemplate: redactTemplate(template, variables) }),
  };
}

/**
 * `"<key> is gone"` becomes `"<key>(withheld)`: the variables stay, and every piece of text between them is withheld. Of a template that
 * is JSON and no text the first brace is kept, because other things can go wrong with it.
 */
function redactTemplate(template: string, variables: readonly string[]): string {
  const opening = /^\s*[{[]/.exec(template)?.[0].trim() ?? '';
  const pieces = template
    .split(/(<[^<>\s"]*>)/)
    .map((piece, index) => {
      if (index % 2 === 0) return withheldWords(piece);
      const name = piece.slice(1, -1);
      return variables.includes(name) || name.startsWith('aws.events.') ? piece : `<${WITHHELD}>`;
    })
    .join('');
  return opening + pieces;
}

/** Quotes and blanks alone are no words. */
const withheldWords = (text: string): string => (/^(?:["\s]|\\[nrt"])*$/.test(text) ? text : WITHHELD);

function mapped(page: Members, member: string, change: (item: Members) => Members): Members {
  const items = page[member];
  if (!Array.isArray(items)) return page;
  return { ...page, [member]: items.map((item) => (isRecord(item) ? change(item) : item)) };
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
