// Loaded before the program (`node --import`): tells at its end the most memory that the process held, in KB.
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(2, `peak ${process.resourceUsage().maxRSS}\n`));
