import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestSite, type TestSite } from '../testing.ts';
import { applicant, idOf, pdf, sha256, tusClient } from './fixtures.ts';
import { MAX_OPEN_UPLOADS, MAX_UPLOAD_BYTES } from './model.ts';

let site: TestSite;
let tus: ReturnType<typeof tusClient>;
beforeAll(async () => {
  site = await openTestSite();
  tus = tusClient(site);
});
afterAll(() => site.close());

const stateOf = (path: string) =>
  site.kernel.db
    .selectFrom('uploads.upload')
    .select(['state', 'refusal', 'name'])
    .where('id', '=', idOf(path))
    .executeTakeFirst();

describe('refused before a byte is received, and nothing is written', () => {
  test.each([
    ['an empty file', 'vide.pdf', 0, 'est vide'],
    ['a size not announced', 'a.pdf', null, 'n’annonce pas la taille'],
    ['too large', 'gros.pdf', MAX_UPLOAD_BYTES + 1, 'la limite est de 500'],
    ['a program', 'facture.pdf.exe', 10, '« .exe »'],
    ['a page', 'page.html', 10, 'ne sont pas acceptés'],
    ['an image that holds script', 'logo.svg', 10, 'ne sont pas acceptés'],
    ['an office file with macros', 'budget.xlsm', 10, 'ne sont pas acceptés'],
    ['no extension', 'document', 10, 'sans extension'],
    ['an extension reversed by an invisible character', 'rapport\u202Efdp.exe', 10, '« .exe »'],
  ])('%s', async (_what, name, sizeBytes, sentence) => {
    const viewer = applicant();
    const response = await tus.create(viewer, name, sizeBytes);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(sentence);
    const rows = await site.kernel.db
      .selectFrom('uploads.upload')
      .select('id')
      .where('person_id', '=', viewer.personId)
      .execute();
    expect(rows).toEqual([]);
  });
});

test('a name is a name: no folder, no order for a header or a file system', async () => {
  const viewer = applicant();
  for (const [given, kept] of [
    ['../../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\Documents\\plan.pdf', 'plan.pdf'],
    ['a\r\nSet-Cookie: x=1.pdf', 'aSet-Cookie_ x=1.pdf'],
    ['..\u202E.pdf', 'pdf.pdf'],
    [`${'long '.repeat(60)}.pdf`, `${'long '.repeat(60).slice(0, 109)}.pdf`],
  ] as const) {
    const response = await tus.create(viewer, given, 10);
    if (kept === 'pdf.pdf') expect(response.status).toBe(422);
    else expect((await stateOf(response.headers.get('location') ?? ''))?.name).toBe(kept);
  }
});

test('a content that is not what the name says is refused, and its bytes are let go', async () => {
  const viewer = applicant();
  for (const [name, bytes] of [
    ['image.png', pdf(2000)],
    ['photo.pdf', Buffer.from('MZ this is a program')],
    ['donnees.csv', Buffer.from([0x4d, 0x5a, 0, 1, 2, 3])],
    ['note.txt', pdf(500)],
  ] as const) {
    const path = await tus.begun(viewer, name, bytes.length);
    const response = await tus.patch(viewer, path, 0, bytes);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('n’est pas celui d’un fichier');
    expect(await stateOf(path)).toMatchObject({ state: 'refused', refusal: 'content-differs' });
    expect(await site.kernel.files.has(sha256(bytes))).toBe(false);
    expect((await tus.head(viewer, path)).status).toBe(410);
  }
});

test('text has no signature: a spreadsheet’s accents pass in either encoding', async () => {
  const viewer = applicant();
  for (const bytes of [
    Buffer.from('poste;coût\nétude;12\n', 'utf8'),
    Buffer.from('poste;coût\nétude;12\n', 'latin1'),
  ]) {
    const path = await tus.begun(viewer, 'budget.csv', bytes.length);
    expect((await tus.patch(viewer, path, 0, bytes)).status).toBe(204);
  }
});

test('bytes beyond the announced size, or at the wrong place, change nothing', async () => {
  const viewer = applicant();
  const bytes = pdf(1000);
  const path = await tus.begun(viewer, 'a.pdf', 900);
  expect((await tus.patch(viewer, path, 0, bytes)).status).toBe(413);
  const other = await tus.begun(viewer, 'b.pdf', 1000);
  expect((await tus.patch(viewer, other, 0, bytes.subarray(0, 100))).status).toBe(204);
  const wrong = await tus.patch(viewer, other, 500, bytes.subarray(500));
  expect(wrong.status).toBe(409);
  expect(await wrong.text()).toContain('avance déjà');
  expect((await tus.head(viewer, other)).headers.get('upload-offset')).toBe('100');
});

test('a person’s unfinished uploads are limited, two demands at once included', async () => {
  const viewer = applicant();
  const answers = await Promise.all(
    Array.from({ length: MAX_OPEN_UPLOADS + 4 }, () => tus.create(viewer, 'a.pdf', 10)),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(MAX_OPEN_UPLOADS);
  const refused = answers.find(({ status }) => status === 422);
  expect(await refused?.text()).toContain('envois inachevés');
  const path = answers.find(({ status }) => status === 201)?.headers.get('location') ?? '';
  expect((await tus.cancel(viewer, path)).status).toBe(204);
  expect((await tus.create(viewer, 'a.pdf', 10)).status).toBe(201);
});
