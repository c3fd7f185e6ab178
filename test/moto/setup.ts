import type { TestProject } from 'vitest/node';
import { startMoto } from './server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's URL, or null and the reason why there is none. */
    readonly moto: { readonly url: string; readonly missing: null } | { readonly url: null; readonly missing: string };
  }
}

/** One server for the whole run. Tests keep apart by using an account of their own each. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const moto = await startMoto();
  if ('missing' in moto) {
    if (process.env.TRAILPROOF_REQUIRE_MOTO === '1') throw new Error(moto.missing);
    console.warn(`tests against an AWS API are skipped: ${moto.missing}`);
    project.provide('moto', { url: null, missing: moto.missing });
    return undefined;
  }
  project.provide('moto', { url: moto.url, missing: null });
  return () => moto.stop();
}
