import { fileURLToPath } from 'node:url';

/** The controls that come with the package; the same folder from `src` and from `dist`. */
export const BUILT_IN_CONTROLS = fileURLToPath(new URL('../../catalogue/controls', import.meta.url));

/** The pack of rules that comes with it. */
export const BUILT_IN_RULES = fileURLToPath(new URL('../../catalogue/rules', import.meta.url));
