import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const GOOD = { DATABASE_URL: 'postgresql://localhost/x', SECRET: 'x'.repeat(32) };

test('every fault is told at once, each in one sentence, and no secret is printed', () => {
  const read = readConfig({
    SECRET: 'court-secret',
    PORT: '70000',
    DEMO: 'oui',
    DATABASE_URL: 'mysql://u:motdepasse@h/x',
  });
  const faults = read.ok ? [] : read.faults;
  expect(faults).toHaveLength(4);
  expect(faults.every((fault) => fault.endsWith('.'))).toBe(true);
  expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(['DATABASE_URL', 'DEMO', 'PORT', 'SECRET']);
  expect(faults.join(' ')).not.toMatch(/court-secret|motdepasse/);
});

test('what is missing is named', () => {
  const read = readConfig({});
  expect(read.ok ? [] : read.faults.join(' ')).toMatch(/DATABASE_URL manque.*SECRET manque/);
});

test('settings that go together are asked together', () => {
  const read = readConfig({ ...GOOD, S3_BUCKET: 'fichiers' });
  expect(read.ok ? [] : read.faults).toEqual([
    'S3_ACCESS_KEY_ID manque : S3_BUCKET le demande.',
    'S3_SECRET_ACCESS_KEY manque : S3_BUCKET le demande.',
  ]);
});

test('a proxy is trusted by its address, not by a name', () => {
  const read = readConfig({ ...GOOD, TRUSTED_PROXY: 'proxy.local' });
  expect(read.ok ? [] : read.faults.join()).toContain('TRUSTED_PROXY énumère des adresses IP');
  expect(readConfig({ ...GOOD, TRUSTED_PROXY: '10.0.0.0/8 ::1' }).ok).toBe(true);
});

test('an empty setting is a setting not given', () => {
  const read = readConfig({ ...GOOD, SMTP_URL: '', PORT: '' });
  expect(read.ok && [read.config.SMTP_URL, read.config.PORT]).toEqual([undefined, 3000]);
});
