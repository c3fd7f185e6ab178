import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NEWEST_BENCHMARK } from '../../src/catalogue/benchmark.js';
import { BUILT_IN_CONTROLS, loadControls } from '../../src/catalogue/load.js';
import { filterAccount } from '../../src/chain/example-account.case.js';
import { findChains } from '../../src/drill/find-chains.js';
import { planDrill } from '../../src/drill/plan.js';
import { aDrill, aPreview, aStep } from '../../src/report/drill.case.js';
import {
  renderDrillEnd,
  renderDrillPreview,
  renderDrillStep,
  renderRecordPlace,
} from '../../src/report/drill-terminal.js';
import { ROOT } from './shell.js';

const OPTIONS = { width: 80, colour: false };

/** A page cannot ask AWS: its sample is the plan for an account of the tests, and a record, drawn as the program draws them. */
it('the sample of `drill` in docs/usage.md is what the program prints of it', () => {
  const account = filterAccount();
  const control = loadControls([BUILT_IN_CONTROLS]).controls.find(({ slug }) => slug === 'kms-key-loss')!;
  const options = { benchmark: NEWEST_BENCHMARK, includeAttempts: false };
  const found = findChains({ control, account, accounts: [account], options, region: null });
  const plan = planDrill({ account, accounts: [account], found, steps: ['alarm-state', 'log-event'] });
  const { chain } = found.chains[0]!;
  const record = aDrill({ steps: [SET, aStep()] });
  const chains = [
    { ...record.chains[0]!, logGroup: chain.group?.arn ?? null, filter: chain.name, alarm: chain.alarm?.arn ?? null },
  ].map((one) => ({ ...one, region: chain.region, topic: chain.topic }));
  const text = [
    renderDrillPreview(aPreview({ chains, steps: plan.steps, told: plan.told }), OPTIONS),
    'Carry out these steps? [y/N] y\n',
    renderRecordPlace(`trailproof-drill-${record.id}.json`, OPTIONS),
    ...record.steps.map((step) => renderDrillStep(step, 1, OPTIONS)),
    renderDrillEnd(record, `trailproof-drill-${record.id}.json`, OPTIONS),
  ];
  const page = readFileSync(`${ROOT}docs/usage.md`, 'utf8');
  const [preview, ...rest] = text;
  const sample = `\`\`\`text\n${preview}\n${rest.join('')}\`\`\``;
  expect(page).toContain(sample);
});

const SET = aStep({
  step: 'alarm-state',
  measurements: [
    {
      event: 'cloudwatch:SetAlarmState',
      eventID: null,
      sentAt: '2026-11-21T09:12:40.000Z',
      alarmAt: '2026-11-21T09:12:40.100Z',
      messageAt: '2026-11-21T09:12:40.700Z',
      secondsToAlarm: 0.1,
      secondsToMessage: 0.7,
      promisedSeconds: null,
      within: null,
      message: 'received',
      alarmReason: null,
      reason: null,
    },
  ],
});
