import { createApp } from './app.tsx';
import { boot } from './boot.ts';
import { resolveViewer } from './identity/viewer.ts';
import { onStop, tell } from './kernel/process.ts';
import { openHttp } from './serve.ts';

const { kernel, close } = await boot('server');
const { config, log } = kernel;
if (config.DEMO) {
  const { seedOnce } = await import('../seeds/world.ts');
  await seedOnce(kernel, tell);
}
const http = openHttp(createApp(kernel, resolveViewer(kernel)));
onStop(async () => {
  await http.drain();
  await close();
});
await http.listen(config.PORT, config.HOST).catch(async (error: NodeJS.ErrnoException) => {
  log.error({ code: error.code }, 'cannot listen');
  await close();
  process.exit(error.code === 'EADDRINUSE' ? 98 : 1);
});
log.info({ port: config.PORT }, 'listening');
process.send?.('ready');
