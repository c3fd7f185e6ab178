import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../src/account/permission.js';
import { OPERATION_TABLE } from '../src/aws/operations.js';
import { LINK_READS } from '../src/chain/links/reads.js';
import { AUDIT_READS, FURTHER_READS } from '../src/chain/reads.js';

describe('what links declare to read', () => {
  it('is what the collector can ask, and no more is asked', () => {
    expect(Object.keys(OPERATION_TABLE).sort()).toEqual(AUDIT_READS);
  });

  it('is what an account file may hold', () => {
    expect([...OPERATIONS].sort()).toEqual(AUDIT_READS);
  });

  it('a read that decides a link is declared by the link, not beside it', () => {
    const declared = new Set<string>(Object.values(LINK_READS).flat());
    expect(Object.keys(FURTHER_READS).filter((operation) => declared.has(operation))).toEqual([]);
  });
});
