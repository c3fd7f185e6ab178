import { describe, expect, it } from 'vitest';
import { OPERATIONS, permissionOf } from './permission.js';

describe('permissionOf', () => {
  it('names one action of the IAM service that the operation belongs to', () => {
    for (const operation of OPERATIONS) expect(permissionOf(operation)).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
    expect(new Set(OPERATIONS.map(permissionOf)).size).toBe(OPERATIONS.length);
  });

  it('asks for nothing that changes an account or reads its data', () => {
    for (const operation of OPERATIONS) expect(permissionOf(operation)).toMatch(/:(Describe|Get|List)/);
  });
});
