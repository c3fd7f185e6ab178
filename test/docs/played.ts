import type { Block } from './blocks.js';
import { typed } from './shell.js';

/** A block with the lines after `$ ` typed, and what they print below each. `$ echo $?` is the status of the line before. */
export async function played(block: Block, folder?: string): Promise<string> {
  let text = '';
  let status = 0;
  for (const line of block.text.split('\n').filter((one) => one.startsWith('$ '))) {
    const command = line.slice(2);
    if (command === 'echo $?') {
      text += `${line}\n${status}\n`;
      continue;
    }
    const ended = await typed(command, folder);
    status = ended.status;
    text += `${line}\n${ended.output.replaceAll('\r\n', '\n')}`;
  }
  return text;
}
