import { describe, expect, it } from 'vitest';
import { classCoverage } from '../cloudtrail/class-coverage.js';
import { shapesOf } from '../cloudtrail/shapes-of.js';
import { eventDraft } from '../languages/cloudwatch/index.js';
import { at, is } from '../predicate/predicate.js';
import { unlikeExample } from './unlike-example.js';

const EXAMPLE = { a: 'x', b: { c: true, d: 'y' }, list: [1, 2] };

describe('how an event differs from the documented one', () => {
  it('names the fields that it lacks first', () => {
    expect(unlikeExample({ a: 'z', b: { c: true }, list: [1] }, EXAMPLE)).toMatch(/^an event without `b\.d` would be/);
    expect(unlikeExample({ a: 'z', b: { c: true } }, EXAMPLE)).toMatch(/^an event without `list` and `b\.d` would be/);
  });

  it('names the values that are others', () => {
    expect(unlikeExample({ ...EXAMPLE, a: '' }, EXAMPLE)).toMatch(/^an event with `""` as `a` would be missed/);
    expect(unlikeExample({ ...EXAMPLE, e: null }, EXAMPLE)).toMatch(/^an event with `null` as `e` would be missed/);
  });

  it('says nothing where there is none', () => {
    expect(unlikeExample({ ...EXAMPLE }, EXAMPLE)).toBeNull();
  });
});

describe('a filter that rests on a field that CloudTrail does not promise', () => {
  const shapes = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' });
  const judge = (text: string) => {
    const parsed = eventDraft(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return classCoverage(shapes, at(['eventName'], is('DisableKey')), parsed.draft);
  };

  it.each(['readOnly IS FALSE', 'managementEvent IS TRUE', 'eventCategory = Management'])(
    'is neither proved nor broken, and says so: %s',
    (test) => {
      const answer = judge(`{ $.eventName = DisableKey && $.${test} }`);
      expect(answer.verdict).toBe('unknown');
      const said = answer.verdict === 'unknown' ? answer.reasons.map(({ message }) => message).join() : '';
      expect(said).toContain(`an event without \`${test.split(' ')[0]}\` would be missed`);
    },
  );

  it('is proved when it also takes events without the field, as the reason says', () => {
    expect(judge('{ $.eventName = DisableKey && ($.readOnly IS FALSE || $.readOnly NOT EXISTS) }').verdict).toBe(
      'proved',
    );
  });

  it('is broken when it wants a value that documented records have not', () => {
    expect(judge('{ $.eventName = DisableKey && $.readOnly IS TRUE }').verdict).toBe('broken');
  });
});
