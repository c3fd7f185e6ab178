import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benchmarkPatternsPage, controlOf, judge, type PrintedPattern } from './benchmark-patterns-page.js';

const { patterns } = JSON.parse(
  readFileSync(new URL('../../cases/benchmark-patterns.json', import.meta.url), 'utf8'),
) as { readonly patterns: readonly PrintedPattern[] };
const printed = (control: string) => patterns.filter((pattern) => pattern.control === control);

const REFUSED = '{ ($.eventName = ConsoleLogin) && ($.errorMessage = Failed authentication) }';

describe('the benchmark’s printed patterns', () => {
  it.each(patterns.map((pattern) => [pattern.control, pattern.versions.join(', '), pattern] as const))(
    '%s of %s',
    (control, _, { pattern, versions }) => {
      for (const version of versions) {
        const { verdict } = judge(controlOf(control), pattern, version);
        expect(verdict, version).toBe(pattern === REFUSED ? 'refused' : 'proved');
      }
    },
  );

  it('every version has a text for each of its controls', () => {
    for (const version of ['1.4', '1.5', '2.0', '3.0', '4.0', '5.0', '6.0', '7.0'])
      expect(new Set(patterns.filter((p) => p.versions.includes(version)).map((p) => p.control)).size, version).toBe(
        15,
      );
  });

  it('that of 1.4 for refused calls rings for nearly every event, that of 4.0 does not', () => {
    const [early, late] = printed('unauthorized-api-calls');
    expect(judge(controlOf('unauthorized-api-calls'), early!.pattern, '1.4')).toMatchObject({
      more: ['nearly every event'],
    });
    expect(judge(controlOf('unauthorized-api-calls'), late!.pattern, '4.0')).toMatchObject({
      verdict: 'proved',
      more: [],
    });
  });

  it('the wider text for sign-ins without MFA rings for root and failures too, the narrower for nothing else', () => {
    const [wide, narrow] = printed('console-sign-in-without-mfa');
    expect(judge(controlOf('console-sign-in-without-mfa'), wide!.pattern, '3.0')).toMatchObject({
      more: expect.arrayContaining(['sign-in: root without MFA', 'sign-in: IAM user, failed sign-in']),
    });
    expect(judge(controlOf('console-sign-in-without-mfa'), narrow!.pattern, '3.0')).toMatchObject({
      more: [],
    });
  });

  it('security groups: the text of 4.0 misses what 7.0 asks for', () => {
    expect(
      judge(controlOf('security-group-changes'), printed('security-group-changes')[0]!.pattern, '7.0'),
    ).toMatchObject({
      verdict: 'broken',
      missed: 'ec2.amazonaws.com:ModifySecurityGroupRules',
    });
  });

  it('the IAM text printed for CloudTrail is broken, and covers iam-policy-changes', () => {
    const [iam] = printed('iam-policy-changes');
    for (const version of ['1.2', '3.0', '7.0']) {
      expect(judge(controlOf('cloudtrail-configuration-changes'), iam!.pattern, version).verdict).toBe('broken');
      expect(judge(controlOf('iam-policy-changes'), iam!.pattern, version).verdict).toBe('proved');
    }
  });

  it('docs/benchmark-patterns.md says so', async () => {
    await expect(benchmarkPatternsPage(patterns)).toMatchFileSnapshot('../../docs/benchmark-patterns.md');
  });
});
