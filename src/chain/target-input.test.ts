import { describe, expect, it } from 'vitest';
import type { EventTarget } from '../account/answers.js';
import { eventPaths } from './event-paths.js';
import { event, ruleAccount, told, withItem } from './example-account.case.js';

const RECORD = event({
  userIdentity: { type: 'AWSService', invokedBy: 'backup.amazonaws.com' },
  requestParameters: { keyId: '' },
  errorMessage: null,
});

/** Is somebody told where the target makes its message like this? */
function toldBy(target: EventTarget): boolean | null {
  const account = withItem(ruleAccount(), 'events:ListTargetsByRule', 'Targets', target);
  return told(eventPaths({ account, all: [account] }), RECORD);
}
const template = (InputTemplate: string, InputPathsMap: Readonly<Record<string, string>> = {}) =>
  toldBy({ InputTransformer: { InputTemplate, InputPathsMap } });

describe('the message that a target makes', () => {
  it('is the event itself where nothing is set', () => {
    expect(toldBy({})).toBe(true);
  });

  it('holds whatever it says of its own', () => {
    expect(toldBy({ Input: '"a key is gone"' })).toBe(true);
    expect(toldBy({ Input: '(withheld)' })).toBe(true);
    expect(template('"a key is gone"')).toBe(true);
    expect(template('"<who> did it"', { who: '$.detail.nobody.knows' })).toBe(true);
    expect(template('<who>(withheld)', { who: '$.detail.nobody.knows' })).toBe(true);
  });

  it.each(['', '""', ' ', '"\\n"'])('is in doubt where it is nothing: %j', (Input) => {
    expect(toldBy({ Input })).toBe(null);
    expect(template(Input)).toBe(null);
  });

  it.each(['$.time', '$.detail.eventName', '$.detail.userIdentity.invokedBy', '$.detail.readOnly'])(
    'holds a part of the event that is there: %s',
    (path) => {
      expect(toldBy({ InputPath: path })).toBe(true);
      expect(template('<part>', { part: path })).toBe(true);
      expect(template('"<none><part>"', { none: '$.detail.none', part: path })).toBe(true);
    },
  );

  it.each(['$', '$.detail', '$.resources', '$.detail.requestParameters'])(
    'holds an object or a list of the event that is there: %s',
    (path) => {
      expect(toldBy({ InputPath: path })).toBe(true);
      expect(template('<part>', { part: path })).toBe(true);
    },
  );

  it.each([
    '',
    '$.detail.nothing.here',
    '$.detail.userIdentity.arn',
    '$.detail.requestParameters.keyId',
    '$.detail.errorMessage',
    '$.nothing',
    '$.resources[0]',
    '$.detail.*',
    'detail',
  ])('is in doubt where it is a part of the event that may be missing: %s', (path) => {
    expect(toldBy({ InputPath: path })).toBe(null);
    expect(template('<part>', { part: path })).toBe(null);
    expect(template('"<part>"', { part: path })).toBe(null);
  });

  it('holds what EventBridge has for every event', () => {
    expect(template('"<aws.events.rule-name>"')).toBe(true);
    expect(template('"<aws.events.rule-colour>"')).toBe(null);
    expect(template('"<undeclared>"')).toBe(null);
  });

  it('is in doubt where the transformer was not kept', () => {
    expect(toldBy({ InputTransformer: '(withheld)' })).toBe(null);
    expect(toldBy({ InputTransformer: {} })).toBe(null);
  });
});
