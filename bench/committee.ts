import type { Bench } from '../scripts/bench.ts';
import { startPostgres } from '../scripts/postgres.ts';
import { measureList } from './_committee-list.ts';
import { measureRanking } from './_committee-ranking.ts';

/** `npm run bench committee -- --part=list` for one of them. */
const PARTS: Readonly<Record<string, (databaseUrl: string) => Promise<void>>> = {
  list: measureList,
  ranking: measureRanking,
};
const asked = process.argv.find((word) => word.startsWith('--part='))?.slice(7);

export const bench: Bench = {
  figure: 'la seconde moitié de la chaîne : liste de 10 000 dossiers en instruction, classement de 2 000',
  run: async () => {
    for (const [name, measure] of Object.entries(PARTS)) {
      if (asked !== undefined && asked !== name) continue;
      const server = await startPostgres({ durable: true });
      console.log(`── ${name} (${server.version})`);
      await measure(server.url).finally(() => server.stop());
    }
  },
};
