import { serve } from '@hono/node-server';
import { createApp } from './app.tsx';
import { boot } from './boot.ts';
import { onStop } from './kernel/process.ts';

const { kernel, close } = await boot('server');
const app = createApp(kernel, async () => null);
const server = serve({ fetch: app.fetch, port: kernel.config.PORT, hostname: kernel.config.HOST }, () => {
  kernel.log.info({ port: kernel.config.PORT }, 'listening');
  process.send?.('ready');
});
server.on('error', (error: NodeJS.ErrnoException) => {
  process.exitCode = error.code === 'EADDRINUSE' ? 98 : 1;
  kernel.log.error({ code: error.code }, 'cannot listen');
  void close().finally(() => process.exit());
});
onStop(async () => {
  await new Promise((finished) => server.close(finished));
  await close();
});
