import { describe, expect, it } from 'vitest';
import { redact, redactEndpoint } from './redact.js';

describe('redactEndpoint', () => {
  it.each([
    ['https://hooks.example.com/T0/B0/secret', 'https', 'https://hooks.example.com/#sha256:'],
    [
      'https://user:secret@hooks.example.com:8443/?token=secret#secret',
      'https',
      'https://hooks.example.com:8443/#sha256:',
    ],
    ['http://10.0.0.1/secret', 'http', 'http://10.0.0.1/#sha256:'],
    ['HTTPS://Hooks.Example.com/secret', undefined, 'https://hooks.example.com/#sha256:'],
    ['https://[not a url]/secret', 'https', 'https:///#sha256:'],
    ['no url but secret', 'https', 'https:///#sha256:'],
  ])('keeps of %s its scheme, its host and a hash', (endpoint, protocol, start) => {
    const kept = redactEndpoint(endpoint, protocol);
    expect(kept.slice(0, start.length)).toBe(start);
    expect(kept.slice(start.length)).toMatch(/^[0-9a-f]{64}$/);
    expect(kept).not.toContain('secret');
  });

  it('tells two webhooks of one host apart, and knows one again', () => {
    const of = (path: string) => redactEndpoint(`https://hooks.example.com/${path}`, 'https');
    expect(of('a')).not.toBe(of('b'));
    expect(of('a')).toBe(of('a'));
  });

  it.each([
    ['+15550100199', 'sms', '+*********99'],
    ['+1 (555) 010-0199', 'sms', '+* (***) ***-**99'],
    ['+15550100199', undefined, '+*********99'],
  ])('masks the phone number %s', (endpoint, protocol, kept) => {
    expect(redactEndpoint(endpoint, protocol)).toBe(kept);
  });

  it.each([
    ['security@example.com', 'email'],
    ['security@example.com', 'email-json'],
    ['arn:aws:sqs:us-east-1:111122223333:queue', 'sqs'],
    ['arn:aws:lambda:us-east-1:111122223333:function:page', 'lambda'],
  ])('keeps %s', (endpoint, protocol) => {
    expect(redactEndpoint(endpoint, protocol)).toBe(endpoint);
  });
});

describe('redact', () => {
  const WEBHOOK = 'https://hooks.example.com/secret';

  it('redacts endpoints in listings and in attributes alike', () => {
    const listing = redact('sns:ListSubscriptionsByTopic', {
      Subscriptions: [{ SubscriptionArn: 'a', Protocol: 'https', Endpoint: WEBHOOK, Owner: '111122223333' }],
      NextToken: 't',
    });
    const attributes = redact('sns:GetSubscriptionAttributes', {
      Attributes: {
        Protocol: 'https',
        Endpoint: WEBHOOK,
        FilterPolicy: '{"a":["b"]}',
        DeliveryPolicy: '{"requestPolicy":{"headerContentType":"secret"}}',
        AuthenticateHeader: 'secret',
      },
    });
    expect(listing).toEqual({
      Subscriptions: [
        { SubscriptionArn: 'a', Protocol: 'https', Endpoint: redactEndpoint(WEBHOOK, 'https'), Owner: '111122223333' },
      ],
      NextToken: 't',
    });
    expect(attributes).toEqual({
      Attributes: {
        Protocol: 'https',
        Endpoint: redactEndpoint(WEBHOOK, 'https'),
        FilterPolicy: '{"a":["b"]}',
        DeliveryPolicy: '(withheld)',
        AuthenticateHeader: '(withheld)',
      },
    });
  });

  it('keeps of a target where it leads, and that something is handed over, but not what', () => {
    const Targets = [
      { Id: '1', Arn: 'arn:t', RoleArn: 'arn:r', InputPath: '$.detail', Input: 'secret' },
      { Id: '2', Arn: 'arn:u', InputTransformer: { InputTemplate: 'secret' } },
      { Id: '3', Arn: 'arn:v', HttpParameters: { HeaderParameters: { 'x-api-key': 'secret' } } },
      { Id: '4', Arn: 'arn:w', SomethingNew: { key: 'secret' } },
    ];
    const page = redact('events:ListTargetsByRule', { Targets });
    expect(JSON.stringify(page)).not.toContain('secret');
    expect(page).toMatchObject({
      Targets: [
        { Id: '1', Arn: 'arn:t', RoleArn: 'arn:r', InputPath: '$.detail', Input: '(withheld)' },
        { Id: '2', InputTransformer: { InputTemplate: '(withheld)' } },
        { Id: '3', HttpParameters: '(withheld)' },
        { Id: '4', SomethingNew: '(withheld)' },
      ],
    });
  });

  it('keeps which parts of the event a target’s message is made of, and whether it has words of its own', () => {
    const redacted = (members: object) => {
      const page = redact('events:ListTargetsByRule', { Targets: [members] });
      return (page.Targets as readonly unknown[])[0];
    };
    const InputPathsMap = { key: '$.detail.requestParameters.keyId' };
    const template = (InputTemplate: string) => redacted({ InputTransformer: { InputPathsMap, InputTemplate } });
    const kept = (InputTemplate: string) => ({ InputTransformer: { InputPathsMap, InputTemplate } });
    expect(template('<key>')).toEqual(kept('<key>'));
    expect(template('"<key> secret"')).toEqual(kept('"<key>(withheld)'));
    expect(template(' {"secret": <key>, "b": [] }')).toEqual(kept('{(withheld)<key>(withheld)'));
    expect(template('<secret><aws.events.rule-name>')).toEqual(kept('<(withheld)><aws.events.rule-name>'));
    expect(redacted({ InputTransformer: 'secret' })).toEqual({ InputTransformer: '(withheld)' });
    expect(redacted({ Input: '""' })).toEqual({ Input: '""' });
    expect(redacted({ Input: '"secret"' })).toEqual({ Input: '(withheld)' });
  });

  it('leaves other answers and odd members as they are', () => {
    const page = { Subscriptions: 'none', Targets: [{ Input: 'x' }] };
    expect(redact('events:ListRules', page)).toBe(page);
    expect(redact('sns:ListSubscriptionsByTopic', page)).toEqual(page);
  });
});

describe('the configuration of a function', () => {
  it('keeps its name, how it is and is called, and its key, and nothing else', () => {
    const page = {
      FunctionName: 'tell',
      FunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:tell',
      State: 'Active',
      TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
      KMSKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/k',
      Environment: { Variables: { TOKEN: 'secret' } },
      Description: 'secret',
    };
    const { Environment: _environment, Description: _description, ...kept } = page;
    expect(redact('lambda:GetFunctionConfiguration', page)).toEqual(kept);
  });

  it('keeps of what nobody here has heard of that it is there', () => {
    expect(redact('lambda:GetFunctionConfiguration', { QuietHours: 'secret' })).toEqual({ QuietHours: '(withheld)' });
  });
});
