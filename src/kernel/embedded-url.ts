import { join, resolve } from 'node:path';

/** Socket of the embedded database in its folder; its path must stay under 100 bytes. */
export const embeddedSocket = (socketDir: string): string => join(resolve(socketDir), '.s.PGSQL.5432');

export const embeddedUrl = (socketDir: string): string =>
  `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(resolve(socketDir))}`;
