import { seedWorld } from '../seeds/world.ts';
import { boot } from '../src/boot.ts';

/** Brings the database to its newest form, then loads the demonstration's world if it is empty. */
const { kernel, close } = await boot('seed');
if (kernel.config.DEMO) await seedWorld(kernel, (step) => console.log(`• ${step}`));
await close();
