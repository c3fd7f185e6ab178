import { describe, expect, it } from 'vitest';
import { at, exists, is, not, TRUE } from '../predicate/predicate.js';
import { classCoverage } from './class-coverage.js';
import { inRecordOrder } from './record-order.js';
import { SERVICES, shapesOf } from './shapes-of.js';

describe('the order of a record’s members', () => {
  it('is CloudTrail’s, and loses and changes nothing', () => {
    const record = { tlsDetails: {}, eventName: 'DisableKey', odd: 1, readOnly: false, eventVersion: '1.11', other: 2 };
    const ordered = inRecordOrder(record);
    expect(Object.keys(ordered)).toEqual(['eventVersion', 'eventName', 'readOnly', 'tlsDetails', 'odd', 'other']);
    expect(ordered).toEqual(record);
  });

  it('is that of every documented example', () => {
    for (const { eventSource, events } of SERVICES)
      for (const { eventName } of events)
        for (const { example } of shapesOf({ eventSource, eventName }))
          expect(Object.keys(example)).toEqual(Object.keys(inRecordOrder(example)));
    for (const { example } of shapesOf({ eventSource: null, eventName: null }))
      expect(Object.keys(example)).toEqual(Object.keys(inRecordOrder(example)));
  });

  it('is that of a counterexample with members that the example lacks', () => {
    const shapes = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' });
    const answer = classCoverage(shapes, exists('vpcEndpointId'), not(at(['vpcEndpointId'], TRUE)));
    expect(answer.verdict).toBe('broken');
    const names = Object.keys(answer.verdict === 'broken' ? answer.witness : {});
    expect(names.indexOf('vpcEndpointId')).toBeGreaterThan(names.indexOf('recipientAccountId'));
    expect(names.indexOf('vpcEndpointId')).toBeLessThan(names.indexOf('eventCategory'));
    expect(names[0]).toBe('eventVersion');
  });

  it('is that of an undecided event as well', () => {
    const shapes = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' });
    const answer = classCoverage(shapes, at(['eventName'], is('DisableKey')), at(['apiVersion'], TRUE));
    const witness = answer.verdict === 'proved' ? null : answer.witness;
    expect(Object.keys(witness ?? {})).toEqual(Object.keys(inRecordOrder(witness ?? {})));
  });
});
