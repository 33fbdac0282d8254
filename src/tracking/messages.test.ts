import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantStorm } from '../../proofs/_drafts.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { HOUR_MS, MINUTE_MS, plus } from '../kernel/instant.ts';
import { historyOf } from '../kernel/journal.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let cast: Cast;
let waveId: string;
let base: string;
let ids: readonly string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const storm = await plantStorm(site.kernel.db, cast, { count: 4, now: TEST_NOW, closesAt: plus(TEST_NOW, HOUR_MS) });
  waveId = storm.waveId;
  base = `/agent/vagues/${waveId}/messages`;
  ids = storm.applicationIds;
  // A second person on the first file.
  await site.kernel.db
    .insertInto('applications.member')
    .columns(['application_id', 'person_id', 'partner_id', 'name', 'joined_at'])
    .expression((eb) =>
      eb
        .selectFrom('applications.partner as p')
        .select((one) => [
          'p.application_id',
          one.val(cast.marc.personId).as('person_id'),
          'p.id',
          one.val('Marc').as('name'),
          'p.added_at',
        ])
        .where('p.application_id', '=', ids[0] ?? '')
        .where('p.is_lead', '=', false),
    )
    .execute();
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const words = { destinataires: 'never-deposited', objet: 'Plus que deux jours', texte: 'Pensez à\nvos mandats.' };
const messages = () => site.kernel.db.selectFrom('tracking.message').selectAll().execute();
const letters = () =>
  site.kernel.db
    .selectFrom('kernel.mail_message')
    .select(['to_address', 'subject', 'text_body', 'sent_at'])
    .where('about', '=', 'tracking.message')
    .orderBy('to_address')
    .execute();

test('the preview says to whom and how many, and writes nothing', async () => {
  const form = await (await site.get(`${base}/nouveau`, manager())).text();
  expect(form).toContain('Brouillons jamais déposés (4)');
  const page = await (await site.post(`${base}/nouveau`, words, manager())).text();
  expect(page).toContain('2\u00a0personnes, pour 4\u00a0dossiers');
  expect(page).toContain('ne se rattrape pas');
  expect([await messages(), await letters()]).toEqual([[], []]);
});

test('a message without an object, or too long, is sent back with what was typed', async () => {
  const response = await site.post(`${base}/nouveau`, { ...words, objet: ' ', texte: 'a'.repeat(5001) }, manager());
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain('Donnez un objet au message.');
  expect(page).toContain('Le message dépasse 5000 caractères.');
  const nobody = await site.post(base, { ...words, destinataires: 'deposited', clientKey: newId() }, manager());
  expect([nobody.status, await nobody.text()]).toEqual([409, expect.stringContaining('aucun destinataire')]);
  expect((await site.post(base, { ...words, clientKey: newId() }, cast.byRole['instructing-officer'])).status).toBe(
    404,
  );
  expect(await messages()).toEqual([]);
});

test('clicked twice it leaves once: a letter a person, the message on each file, a line in the journal', async () => {
  const clientKey = newId();
  const answers = await Promise.all([1, 2].map(() => site.post(base, { ...words, clientKey }, manager())));
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await messages()).toMatchObject([{ files: 4, people: 2, subject: 'Plus que deux jours' }]);
  const address = answers[0]?.headers.get('location') ?? '';
  expect(await (await site.get(address, manager())).text()).toContain('0 sur 2');
  await site.kernel.drain();
  expect((await letters()).map((one) => [one.to_address, one.subject])).toEqual([
    [cast.lea.email, 'Plus que deux jours'],
    [cast.marc.email, 'Plus que deux jours'],
  ]);
  expect((await letters())[1]?.text_body).toContain(`/dossiers/${ids[0]}`);
  expect(await (await site.get(address, cast.byRole['instructing-officer'])).text()).toContain('2 sur 2');
  const file = await (await site.get(`/dossiers/${ids[1]}`, cast.lea)).text();
  expect(file).toContain('Messages de l’équipe de l’appel');
  expect(file).toContain('Pensez à\nvos mandats.');
  const [line] = await historyOf(site.kernel.db, 'wave', waveId);
  expect(line).toMatchObject({ event: 'message-sent', authorId: manager().personId, after: { files: 4, people: 2 } });
});

test('a second message within the minute is refused and nothing is written; a minute later it leaves', async () => {
  const step = { ...words, destinataires: 'incomplete:projet' };
  await site.kernel.db
    .updateTable('applications.field')
    .set({ value: 'null', version: 2 })
    .where('application_id', '=', ids[2] ?? '')
    .where('key', '=', 'reponse-3')
    .execute();
  const early = await site.post(base, { ...step, clientKey: newId() }, manager());
  expect([early.status, await early.text()]).toEqual([409, expect.stringContaining('Un message vient de partir')]);
  expect((await messages()).length).toBe(1);
  site.kernel.clock.set(plus(TEST_NOW, MINUTE_MS));
  expect((await site.post(base, { ...step, clientKey: newId() }, manager())).status).toBe(303);
  expect((await messages()).map(({ files, audience }) => [files, audience])).toContainEqual([1, 'incomplete:projet']);
  expect(await (await site.get(base, manager())).text()).toContain('« Projet » à terminer');
});
