import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadControls, parseControl } from '../../src/catalogue/index.js';
import { controlsPage, EXAMPLE } from './controls-page.js';

const { controls } = loadControls();

it('docs/controls.md is what the catalogue says', async () => {
  await expect(controlsPage(controls)).toMatchFileSnapshot('../../docs/controls.md');
});

it('its example is a control', () => {
  expect(parseControl(EXAMPLE, 'example.yaml')).toMatchObject({ kind: 'control' });
});

interface Mappings {
  readonly cis: Readonly<Record<string, unknown>>;
  readonly securityHub: string | null;
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
}
const shared = process.env.TRAILPROOF_SHARED ?? new URL('../../../shared', import.meta.url).pathname;
const path = `${shared}/reference/control-mappings.json`;
if (existsSync(path))
  it('no mapping of the shared reference is lost', () => {
    const reference = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly controls: Readonly<Record<string, Mappings>>;
    };
    for (const [slug, mappings] of Object.entries(reference.controls)) {
      const control = controls.find((candidate) => candidate.slug === slug)!;
      expect(control.cis, slug).toEqual(mappings.cis);
      expect(control.securityHub, slug).toBe(mappings.securityHub);
      for (const [framework, ids] of Object.entries(mappings.frameworks))
        expect(control.frameworks[framework], `${slug} ${framework}`).toEqual(expect.arrayContaining([...ids]));
    }
  });
