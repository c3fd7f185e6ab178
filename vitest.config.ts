import { defineConfig } from 'vitest/config';

const WIRE = ['test/moto/**/*.test.ts', 'test/proxy/**/*.test.ts'];
const shared = { testTimeout: 60_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'pure', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: WIRE } },
      // The server is started only when one of these tests runs.
      { test: { ...shared, name: 'wire', include: WIRE, globalSetup: ['test/moto/setup.ts'] } },
    ],
  },
});
