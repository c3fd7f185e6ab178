import { expect, it } from 'vitest';
import { loadControls } from '../../src/catalogue/index.js';
import { controlsPage } from './controls-page.js';

it('docs/controls.md is what the catalogue says', async () => {
  await expect(controlsPage(loadControls().controls)).toMatchFileSnapshot('../../docs/controls.md');
});
