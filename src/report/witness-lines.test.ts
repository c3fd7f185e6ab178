import { expect, test } from 'vitest';
import { witnessLines } from './witness-lines.js';

test('an empty text is shown as one, an object without members is left out', () => {
  expect(witnessLines({ eventName: 'DisableKey', errorCode: '', requestParameters: {} })).toEqual([
    { field: 'eventName', value: 'DisableKey' },
    { field: 'errorCode', value: '""' },
  ]);
});
