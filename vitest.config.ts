import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What takes long: printed plans are run by other programs (the AWS CLI, Terraform, cfn-lint); plans are cut at each step; every account that is found broken is mended; scans of very much. */
const LONG = ['test/moto/{emit-*,interrupted*,mended}.test.ts', 'test/scan/{bounded,many-matches}.test.ts'];
const WIRE = ['test/moto/**/*.test.ts', 'test/proxy/**/*.test.ts'];
const shared = { testTimeout: 60_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    // One for each processor: by itself vitest leaves one of them idle.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...shared,
          name: 'pure',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...WIRE, ...LONG],
        },
      },
      // The server is started only when one of these tests runs.
      { test: { ...shared, name: 'wire', include: WIRE, exclude: LONG, globalSetup: ['test/moto/setup.ts'] } },
      { test: { ...shared, name: 'long', include: LONG, globalSetup: ['test/moto/setup.ts'] } },
    ],
  },
});
