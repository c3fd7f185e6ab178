import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  loadControls,
  nearest,
  parseBenchmark,
  requiredEvents,
  type Selection,
  selectControls,
} from './index.js';

const { controls } = loadControls();
const slugs = (selection: Selection) =>
  selection.kind === 'selected' ? selection.controls.map(({ slug }) => slug) : selection.problem;

describe('selectControls', () => {
  it('takes the benchmark’s controls when nothing is named', () => {
    expect(slugs(selectControls(controls, []))).toHaveLength(15);
    expect(slugs(selectControls(controls, [], 'cis-1.2'))).toHaveLength(14);
  });

  it('takes our own as well for `all`', () => {
    expect(slugs(selectControls(controls, ['all']))).toHaveLength(16);
    expect(slugs(selectControls(controls, ['all'], 'cis-1.2'))).toHaveLength(15);
  });

  it.each(['kms-key-loss', 'cis-3.0:4.7', 'cis-7.0:5.7', 'cis-1.2:3.7', 'CloudWatch.7'])('finds `%s`', (selector) => {
    expect(slugs(selectControls(controls, [selector]))).toEqual(['kms-key-loss']);
  });

  it('takes each once, in the benchmark’s order', () => {
    expect(slugs(selectControls(controls, ['kms-key-loss', 'cis-3.0:4.3', 'CloudWatch.7', 'root-usage']))).toEqual([
      'root-usage',
      'kms-key-loss',
    ]);
  });

  it.each([
    ['kms-keyloss', 'did you mean `kms-key-loss`?'],
    ['cloudwatch.7', 'did you mean `CloudWatch.7`?'],
    ['cis-3.0:4.77', 'did you mean `cis-3.0:4.7` (kms-key-loss)? cis-3.0 has 4.1 to 4.15'],
    ['All', 'did you mean `all`?'],
  ])('suggests for `%s`', (selector, help) => {
    expect(slugs(selectControls(controls, [selector]))).toMatchObject({ code: 'unknown-control', help });
  });

  it('lists the controls where nothing is near', () => {
    expect(slugs(selectControls(controls, ['everything-else']))).toMatchObject({
      code: 'unknown-control',
      help: expect.stringContaining('kms-key-loss'),
    });
  });

  it('refuses a control that the version does not have, rather than judge it over nothing', () => {
    const organizations = controls.find(({ slug }) => slug === 'organizations-changes')!;
    expect(requiredEvents(organizations, { benchmark: 'cis-1.2' })).toEqual([]);
    expect(slugs(selectControls(controls, ['organizations-changes'], 'cis-1.2'))).toMatchObject({
      code: 'control-not-in-benchmark',
    });
  });

  it('refuses a benchmark that does not exist', () => {
    expect(slugs(selectControls(controls, [], 'cis-3.1'))).toMatchObject({ code: 'unknown-benchmark' });
  });
});

describe('benchmarks', () => {
  it('are known by their versions', () => {
    expect(parseBenchmark('cis-3.0', controls)).toBe('3.0');
    for (const wrong of ['3.0', 'cis', 'cis-3', 'CIS-3.0', 'cis-9.0', ''])
      expect(parseBenchmark(wrong, controls), wrong).toMatchObject({ code: 'unknown-benchmark' });
  });

  it('are compared by number, not by text', () => {
    expect(compareVersions('1.10', '1.9')).toBeGreaterThan(0);
    expect(compareVersions('10.0', '9.0')).toBeGreaterThan(0);
    expect(compareVersions('3.0', '3.0')).toBe(0);
  });
});

describe('requiredEvents', () => {
  const events = (slug: string, options: Parameters<typeof requiredEvents>[1]) =>
    requiredEvents(controls.find((control) => control.slug === slug)!, options);

  it('leaves out what a version does not ask for', () => {
    expect(events('security-group-changes', { benchmark: 'cis-4.0' })).toHaveLength(6);
    expect(events('security-group-changes', { benchmark: 'cis-5.0' })).toHaveLength(7);
    expect(events('security-group-changes', {})).toHaveLength(7);
    for (const benchmark of ['cis-1.2', 'cis-1.4', 'cis-7.0'])
      expect(events('unauthorized-api-calls', { benchmark })).toHaveLength(1);
    expect(events('kms-key-availability', { benchmark: 'cis-1.2' })).toHaveLength(6);
  });

  it('asks for failed calls only where it is told to, or where the control is about them', () => {
    const outcomes = (slug: string, includeAttempts: boolean) => [
      ...new Set(events(slug, { includeAttempts }).map(({ outcome }) => outcome)),
    ];
    expect(outcomes('kms-key-loss', false)).toEqual(['success']);
    expect(outcomes('kms-key-loss', true)).toEqual(['any']);
    expect(outcomes('unauthorized-api-calls', false)).toEqual(['failure']);
    expect(outcomes('root-usage', false)).toEqual(['any']);
  });
});

describe('nearest', () => {
  it.each([
    ['regoin', ['region', 'profile'], 'region'],
    ['xyz', ['region', 'profile'], null],
    ['', ['region'], null],
    ['region', [], null],
  ] as const)('of `%s` among %j is %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});
