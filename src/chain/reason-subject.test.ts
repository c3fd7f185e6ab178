import { describe, expect, it } from 'vitest';
import { at, between, FALSE, TRUE, unknown } from '../predicate/predicate.js';
import type { Link, Path } from './link.js';
import { reasonsInWords } from './reason-subject.js';

const why = { code: 'transformed', message: 'it looks at transformed log events' };
const filter: Link = {
  kind: 'metric-filter',
  id: 'key-loss',
  account: '111122223333',
  region: 'us-east-1',
  conditions: [{ code: 'x', passes: at(['a'], between(FALSE, unknown(why), why)), because: '', reads: [] }],
};
const trail: Link = { ...filter, kind: 'trail', id: 'main', conditions: [{ ...filter.conditions[0]!, passes: TRUE }] };
const path: Path = { links: [trail, filter], waitSeconds: null, end: null, keys: [] };

describe('a reason that stands alone', () => {
  it('says what `it` is', () => {
    expect(reasonsInWords([why], [path])).toEqual(['the metric filter `key-loss`: it looks at transformed log events']);
  });

  it('is left as it is where it names its subject, or no link has it', () => {
    const other = { code: 'other', message: 'whether EventBridge sees it is not documented' };
    expect(reasonsInWords([other], [path])).toEqual([other.message]);
    expect(reasonsInWords([why], [{ ...path, links: [trail] }])).toEqual([why.message]);
  });
});
