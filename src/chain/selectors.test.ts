import { describe, expect, it } from 'vitest';
import type { AdvancedFieldSelector, EventSelectors, Trail } from '../account/answers.js';
import { bound } from '../predicate/bound.js';
import type { JsonObject } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import { event } from './example-account.case.js';
import { selectionOf } from './selectors.js';

function selects(selectors: EventSelectors, record: JsonObject, trail: Trail = {}): boolean | null {
  const { passes } = selectionOf(selectors, trail);
  if (matches(bound(passes, 'must'), record)) return true;
  return matches(bound(passes, 'may'), record) ? null : false;
}
const basic = (selector: object) => ({ EventSelectors: [selector] });
const advanced = (...FieldSelectors: AdvancedFieldSelector[]) => ({ AdvancedEventSelectors: [{ FieldSelectors }] });
const management: AdvancedFieldSelector = { Field: 'eventCategory', Equals: ['Management'] };
const read = event({ eventName: 'DescribeKey', readOnly: true });
const { readOnly: _readOnly, ...silent } = event({ eventName: 'CreateKey' });
const { readOnly: _known, ...knownWrite } = event();
const { eventCategory: _category, managementEvent: _managementEvent, ...old } = event();
const data = event({ eventCategory: 'Data', managementEvent: false });

describe('basic selectors', () => {
  it.each([
    ['all', { ReadWriteType: 'All', IncludeManagementEvents: true }, event(), true],
    ['all, of a record of an old version', { ReadWriteType: 'All' }, old, true],
    ['all, but no data events', { ReadWriteType: 'All', IncludeManagementEvents: true }, data, false],
    ['an old data event', { ReadWriteType: 'All' }, { ...old, managementEvent: false }, false],
    ['no management events', { ReadWriteType: 'All', IncludeManagementEvents: false }, event(), false],
    ['write', { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }, event(), true],
    ['write, of a read', { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }, read, false],
    ['write, not told', { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }, silent, null],
    ['write, not told of a call that we know', { ReadWriteType: 'WriteOnly' }, knownWrite, true],
    ['read, not told of a call that we know', { ReadWriteType: 'ReadOnly' }, knownWrite, false],
    ['read', { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }, event(), false],
    ['read, of a read', { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }, read, true],
    ['read, not told', { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }, silent, null],
    ['an unknown type', { ReadWriteType: 'Some', IncludeManagementEvents: true }, event(), null],
    ['KMS left out', { ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }, event(), false],
    [
      'another left out',
      { ReadWriteType: 'All', ExcludeManagementEventSources: ['rdsdata.amazonaws.com'] },
      event(),
      true,
    ],
  ])('%s', (_name, selector, record, expected) => {
    expect(selects(basic(selector), record)).toBe(expected);
  });

  it('any of several is enough', () => {
    const selectors = { EventSelectors: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] };
    expect(selects(selectors, event())).toBe(true);
    expect(selects(selectors, read)).toBe(true);
  });
});

describe('advanced selectors', () => {
  it.each([
    ['management', advanced(management), event(), true],
    ['data only', advanced({ Field: 'eventCategory', Equals: ['Data'] }), event(), false],
    [
      'data only, of a data event with a field that we do not know',
      advanced({ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: ['AWS::S3::Object'] }),
      data,
      null,
    ],
    ['writes', advanced(management, { Field: 'readOnly', Equals: ['false'] }), event(), true],
    ['reads', advanced(management, { Field: 'readOnly', Equals: ['true'] }), event(), false],
    ['no reads', advanced(management, { Field: 'readOnly', NotEquals: ['true'] }), event(), true],
    ['no writes', advanced(management, { Field: 'readOnly', NotEquals: ['false'] }), event(), false],
    ['writes, not told', advanced(management, { Field: 'readOnly', Equals: ['false'] }), silent, null],
    ['KMS left out', advanced(management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }), event(), false],
    [
      'RDS left out',
      advanced(management, { Field: 'eventSource', NotEquals: ['rdsdata.amazonaws.com'] }),
      event(),
      true,
    ],
    ['a name left out', advanced(management, { Field: 'eventName', NotEquals: ['DisableKey'] }), event(), false],
    [
      'another name left out: not documented for trails',
      advanced(management, { Field: 'eventName', NotEquals: ['EnableKey'] }),
      event(),
      null,
    ],
    ['an unknown field', advanced(management, { Field: 'userIdentity.arn', Equals: ['x'] }), event(), null],
    [
      'several operators of one field',
      advanced(management, { Field: 'eventSource', StartsWith: ['kms'], NotEquals: ['kms.amazonaws.com'] }),
      event(),
      null,
    ],
    ['no operators', advanced(management, { Field: 'eventSource' }), event(), null],
    ['no fields', advanced(), event(), null],
  ])('%s', (_name, selectors, record, expected) => {
    expect(selects(selectors, record)).toBe(expected);
  });

  it('any selector is enough, all its fields are needed', () => {
    const selectors = {
      AdvancedEventSelectors: [
        { FieldSelectors: [management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }] },
        { FieldSelectors: [management, { Field: 'readOnly', Equals: ['false'] }] },
      ],
    };
    expect(selects(selectors, event())).toBe(true);
    expect(selects(selectors, read)).toBe(false);
  });
});

describe('no selectors', () => {
  it('records all management events', () =>
    expect(selects({}, event(), { HasCustomEventSelectors: false })).toBe(true));
  it('is doubted when the trail says that it has some', () =>
    expect(selects({ EventSelectors: [] }, event(), { HasCustomEventSelectors: true })).toBe(null));
});
