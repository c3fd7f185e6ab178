import { defineConfig } from 'vitest/config';

/** What is printed is run by other programs: the AWS CLI, Terraform, cfn-lint. */
const TOOLS = ['test/moto/emit-*.test.ts'];
const WIRE = ['test/moto/**/*.test.ts', 'test/proxy/**/*.test.ts'];
const shared = { testTimeout: 60_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'pure', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: WIRE } },
      // The server is started only when one of these tests runs.
      { test: { ...shared, name: 'wire', include: WIRE, exclude: TOOLS, globalSetup: ['test/moto/setup.ts'] } },
      { test: { ...shared, name: 'tools', include: TOOLS, globalSetup: ['test/moto/setup.ts'] } },
    ],
  },
});
