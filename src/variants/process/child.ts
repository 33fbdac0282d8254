import { buffer } from 'node:stream/consumers';
import type { Asked, Made } from './answer.ts';

/**
 * The process in which a foreign picture or scene is opened: the bytes come by its entry, a line of JSON and the bytes made leave by
 * its exit. Started without environment nor the right to write; a fault ends it, and the one that started it says so.
 */
async function make(task: Asked, bytes: Buffer): Promise<Made> {
  // Each loads what it needs alone: a start costs as much as a small picture.
  switch (task.is) {
    case 'picture':
      return (await import('./picture.ts')).makePicture(bytes, task);
    case 'view':
      return (await import('./picture.ts')).makeView(bytes, task.width);
    case 'scene':
      return (await import('./scene.ts')).lighten(bytes, task);
    case 'portrait':
      return (await import('./portrait.ts')).makePortrait(bytes, task.width);
    case 'validate':
      return (await import('./validate.ts')).validate(bytes, task.mediaType);
  }
}

const task = JSON.parse(process.argv[2] ?? '') as Asked;
const { bytes, ...told } = await make(task, await buffer(process.stdin));
process.stdout.write(`${JSON.stringify(told)}\n`);
process.stdout.write(bytes);
