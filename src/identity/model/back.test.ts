import { expect, test } from 'vitest';
import { backPath } from './back.ts';

test.each(['/', '/dossiers', '/dossiers/a?b=c%20d', '/appels/deffinum?vague=2'])('%s is a page of this site', (path) =>
  expect(backPath(path)).toBe(path),
);

test.each([
  '',
  null,
  undefined,
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n//evil',
  '/x/..//evil.example',
  '/.//evil.example',
  'dossiers',
  '/connexion?retour=/connexion',
  '/deconnexion',
  `/${'a'.repeat(2000)}`,
])('%j is not: the home page instead', (path) => expect(backPath(path)).toBe('/'));
