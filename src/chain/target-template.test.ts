import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../predicate/json.js';
import { eventPaths } from './event-paths.js';
import { event, ruleAccount, told, withItem } from './example-account.case.js';

/** Is somebody told where the target makes its message of this template? */
function toldBy(InputTemplate: string, path: string, changes: JsonObject = {}): boolean | null {
  const target = { InputTransformer: { InputTemplate, InputPathsMap: { it: path } } };
  const account = withItem(ruleAccount(), 'events:ListTargetsByRule', 'Targets', target);
  return told(eventPaths({ account, all: [account] }), event(changes));
}
const TEXT = '"a key was lost: <it>"';
const JSON_OBJECT = '{"lost": "<it>"}';

describe.each([
  ['a text', TEXT],
  ['an object', JSON_OBJECT],
  ['an object of which the words were withheld', '{(withheld)<it>(withheld)'],
])('a message that is %s', (_name, template) => {
  it.each(['$.time', '$.region', '$.detail.eventName', '$.detail.userIdentity.arn'])('holds %s', (path) => {
    expect(toldBy(template, path, { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/a' } })).toBe(true);
  });

  it('is in doubt where a value may end the text, which its caller may have chosen', () => {
    expect(toldBy(template, '$.detail.userAgent', { userAgent: 'aws-cli/2' })).toBe(true);
    for (const userAgent of ['a "b"', 'a\\', 'a\nb'])
      expect(toldBy(template, '$.detail.userAgent', { userAgent })).toBe(null);
  });

  it('holds the name of a key that KMS took, and doubts another', () => {
    const requestParameters = { keyId: '"' };
    expect(toldBy(template, '$.detail.requestParameters.keyId', { requestParameters })).toBe(true);
    const errorCode = 'NotFoundException';
    expect(toldBy(template, '$.detail.requestParameters.keyId', { requestParameters, errorCode })).toBe(null);
  });

  it('is in doubt where the path cannot be read, or no path is given', () => {
    expect(toldBy(template, '$.detail.*')).toBe(null);
    expect(toldBy(template.replace('<it>', '<other>'), '$.time')).toBe(null);
  });
});

it('a value that is missing leaves a text whole, and no object', () => {
  expect(toldBy(TEXT, '$.detail.userAgent')).toBe(true);
  expect(toldBy(JSON_OBJECT, '$.detail.userAgent')).toBe(null);
  expect(toldBy(JSON_OBJECT, '$.detail.userIdentity.arn')).toBe(null);
});

it('an object belongs into an object, and into no text', () => {
  expect(toldBy('{"all": <it>}', '$.detail')).toBe(true);
  expect(toldBy('<it>', '$.detail')).toBe(true);
  expect(toldBy('{"all": <aws.events.event.json>}', '$.time')).toBe(true);
  expect(toldBy(TEXT, '$.detail')).toBe(null);
  expect(toldBy(TEXT, '$.detail.userIdentity')).toBe(null);
  expect(toldBy('"<aws.events.event.json>"', '$.time')).toBe(null);
  expect(toldBy('"<aws.events.event.ingestion-time> <aws.events.rule-name>"', '$.time')).toBe(true);
});

it('says what is put in', () => {
  const InputTransformer = { InputTemplate: TEXT, InputPathsMap: { it: '$.detail.userAgent' } };
  const account = withItem(ruleAccount(), 'events:ListTargetsByRule', 'Targets', { InputTransformer });
  const conditions = eventPaths({ account, all: [account] }).flatMap(({ links }) => links.flatMap((l) => l.conditions));
  expect(conditions.find(({ code }) => code === 'template')?.because).toContain('puts in `<it>` unescaped');
});
