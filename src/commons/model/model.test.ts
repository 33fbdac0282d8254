import { expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { DESCRIBED } from '../fixtures/planted.ts';
import { arkName, checkCharacter, foldArk } from './ark.ts';
import { lomFr } from './lomfr.ts';
import { decideDescribe, decideFile, decidePublish, type Resource, type Version } from './resource.ts';
import { NOTHING_FOUND, type Report } from './verdict.ts';

const report: Report = {
  ...{ kind: 'pdf', mediaType: 'application/pdf', files: null, totalBytes: 9, root: '', launch: null },
  ...{ found: NOTHING_FOUND, measures: [], remarks: [] },
};
const version = (more: Partial<Version> = {}): Version => ({
  ...{ number: 1, state: 'examined', sha256: 'a'.repeat(64), fileName: 'a.pdf', sizeBytes: 9, readBytes: 0, report },
  ...{ refusals: null, description: DESCRIBED, changes: '', edits: 0, agreementId: null, trancheId: null },
  ...{ depositedAt: instant('2027-01-11T09:00:00Z'), publishedAt: null, ...more },
});
const resource = (...versions: Version[]): Resource => ({
  ...{ id: 'r', arkName: 'df', organisationId: 'o', publishedAt: null, status: 'in-force' as const, versions },
  publishedVersion: versions.find(({ state }) => state === 'published')?.number ?? null,
});
const published = version({ state: 'published' });
const read = { number: 1, edits: 0 };

test('the check character is the one of NOID, and sees a wrong or a swapped character', () => {
  expect(checkCharacter('13030/xf93gt2')).toBe('q');
  expect(checkCharacter('13030/xf93gt3')).not.toBe('q');
  expect(checkCharacter('13030/xf93tg2')).not.toBe('q');
});

test('the name of a resource comes from its identifier alone, and is read as people copy it', () => {
  const name = arkName('99999', '019f0000-0000-7000-8000-000000000001');
  expect(name).toMatch(/^df[0-9bcdfghjkmnpqrstvwxz]{10}$/);
  expect(name).not.toBe(arkName('99999', '019f0000-0000-7000-8000-000000000002'));
  expect(foldArk(`${name.slice(0, 4)}-${name.slice(4)}`.toUpperCase())).toBe(name);
});

test('a file waits for the examination of the one before, takes its place, or opens the next version', () => {
  expect(decideFile(resource(version({ state: 'examining', report: null }))).refusal).toEqual({ code: 'examining' });
  expect(decideFile(resource(version())).changes).toEqual({ number: 1, replaces: true });
  expect(decideFile(resource(published)).changes).toEqual({ number: 2, replaces: false });
});

test('nothing is published that is not examined, described, and told from the version before', () => {
  expect(decidePublish(resource(version({ state: 'refused', report: null })), read).refusal).toEqual({
    code: 'not-examined',
  });
  expect(decidePublish(resource(version({ description: null })), read).refusal).toEqual({ code: 'not-described' });
  expect(decidePublish(resource(version({ number: 2 }), published), { number: 2, edits: 0 }).refusal).toEqual({
    code: 'changes-missing',
  });
  expect(decidePublish(resource(published), read).refusal).toEqual({ code: 'nothing-open' });
  expect(decideDescribe(resource(published), read).refusal).toEqual({ code: 'nothing-open' });
  const worn = version({ report: { ...report, kind: 'apk' } });
  expect(decidePublish(resource(worn), read).refusal).toEqual({ code: 'safety-missing' });
  expect(decidePublish(resource(version()), read).refusal).toBeNull();
});

test('what another member changed is not written over nor published unread', () => {
  const changed = resource(version({ edits: 1 }));
  expect(decideDescribe(changed, read).refusal).toEqual({ code: 'changed', act: 'describe' });
  expect(decidePublish(changed, read).refusal).toEqual({ code: 'changed', act: 'publish' });
  expect(decidePublish(changed, null).refusal).toEqual({ code: 'changed', act: 'publish' });
  expect(decideDescribe(changed, { number: 1, edits: 1 }).changes).toEqual({ number: 1, edits: 2 });
});

test('a LOM-FR record escapes what people write', () => {
  const facts = {
    ark: 'ark:/99999/df',
    address: 'https://x.example/a?b&c',
    kind: 'pdf',
    mediaType: 'application/pdf',
  } as const;
  const told = { sizeBytes: 9, version: 1, publishedOn: '2027-01-11', organisation: 'A & B' };
  const xml = lomFr({ ...facts, ...told, description: { ...DESCRIBED, title: '<Titre> & "suite"' } });
  expect(xml).toContain('&lt;Titre&gt; &amp; &quot;suite&quot;');
  expect(xml).toContain('FN:A &amp; B');
  expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
});
