import { availableParallelism, loadavg } from 'node:os';
import { adversarial } from './adversarial.js';
import { canonical } from './canonical.js';
import { collection } from './collection.js';
import { recordedAccount } from './recorded-account.js';
import { type Goal, goalTable } from './table.js';
import { wild } from './wild.js';

/** `npm run bench`: measures, and sets each figure beside its goal. */
const goals: Goal[] = [];
console.log(`Node ${process.version}, ${process.platform} ${process.arch}\n`);
goals.push(...canonical());
console.log();
goals.push(...recordedAccount());
console.log();
wild();
console.log();
goals.push(...(await adversarial()));
console.log();
goals.push(...(await collection()));
console.log();
console.log(goalTable(goals));
const [load = 0] = loadavg();
if (load > availableParallelism())
  console.log(
    `\nthe machine was busy (load ${load.toFixed(1)} on ${availableParallelism()} processors): the times are too long`,
  );
