import { describe, expect, it } from 'vitest';
import { aliasesOf, loadControls, versionsOf } from './index.js';
import { suggestBenchmark, suggestControl } from './suggest.js';

const { controls } = loadControls();
const versions = versionsOf(controls);

describe('a benchmark that does not exist', () => {
  it.each([
    ['3.0', 'cis-3.0'],
    ['3', 'cis-3.0'],
    ['v3', 'cis-3.0'],
    ['CIS-3.0', 'cis-3.0'],
    ['cis3.0.0', 'cis-3.0'],
    ['cis-3', 'cis-3.0'],
    ['cis 1.4', 'cis-1.4'],
    ['cis-8.0', 'cis-7.0'],
    ['cis-1.3', 'cis-1.2'],
    ['cis-0.9', 'cis-1.2'],
  ])('`%s`: did you mean `%s`?', (name, meant) => {
    expect(suggestBenchmark(name, versions)).toMatch(`did you mean \`${meant}\`? there are cis-1.2, `);
  });

  it.each(['nist', '', 'cis'])('`%s`: what there is', (name) => {
    expect(suggestBenchmark(name, versions)).toMatch(/^there are cis-1\.2, .*, cis-7\.0$/);
  });
});

describe('a control that does not exist', () => {
  it.each([
    ['5.7', 'did you mean `cis-7.0:5.7` (kms-key-loss)?'],
    ['4.7', 'did you mean `cis-5.0:4.7` (kms-key-loss)?'],
    ['3.14', 'did you mean `cis-1.2:3.14` (vpc-changes)?'],
    ['7.0:5.7', 'did you mean `cis-7.0:5.7` (kms-key-loss)?'],
    ['CIS-7.0:5.7', 'did you mean `cis-7.0:5.7` (kms-key-loss)?'],
    ['cis-9.0:5.7', 'did you mean `cis-7.0:5.7` (kms-key-loss)?'],
    ['cis-7.0:4.7', 'did you mean `cis-5.0:4.7` (kms-key-loss)?'],
    ['cis-9.0:1.1', 'cis-7.0 has 5.1 to 5.15'],
    ['cis-1.2:3.15', 'did you mean `cis-1.2:3.1` (unauthorized-api-calls)? cis-1.2 has 3.1 to 3.14'],
    ['cis-7.0:9.9', 'cis-7.0 has 5.1 to 5.15'],
    ['kms', 'did you mean `kms-key-loss` or `kms-key-availability`?'],
    ['vpc', 'did you mean `vpc-changes`?'],
    ['Root', 'did you mean `root-usage`?'],
    ['sign in', 'did you mean `console-sign-in-without-mfa` or `console-sign-in-failures`?'],
    ['disablekey', 'did you mean `kms-key-loss`?'],
    ['kms.amazonaws.com:DisableKey', 'did you mean `kms-key-loss`?'],
    ['cis-3.0', 'a benchmark is named with `--benchmark`; its controls are named as cis-7.0:5.7'],
    ['KMS-KEY-LOS', 'did you mean `kms-key-loss`?'],
    ['cloudwatch.7', 'did you mean `CloudWatch.7`?'],
  ])('`%s`: %s', (selector, help) => {
    expect(suggestControl(selector, controls, versions)).toBe(help);
  });

  it('what is proposed can be asked for', () => {
    const names = new Set(['all', ...controls.flatMap((control) => [control.slug, ...aliasesOf(control)])]);
    for (const selector of ['5.7', 'cis-1.2:3.15', 'kms', 'changes', 'CreatePolicy', 'cloudwatch.77'])
      for (const [, name] of suggestControl(selector, controls, versions).matchAll(/`([^`]+)`/g))
        expect(names, selector).toContain(name);
  });

  it('of nothing near: what there is', () => {
    expect(suggestControl('xyzzy', controls, versions)).toMatch(/^there are unauthorized-api-calls, .* and `all`$/);
  });
});
