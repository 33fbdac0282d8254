import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../grants/fixtures.ts';
import { type AgreementInForce, agreementInForce } from '../grants/index.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { euros } from '../kernel/money.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantCredits, plantDraft, plantUpload, reread } from './fixtures.ts';

let site: TestSite;
let cast: Cast;
let agreement: AgreementInForce;
let partner: Viewer;
let requestId: string;

beforeAll(async () => {
  site = await openTestSite();
  const { kernel } = site;
  cast = await seedCastBefore(kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, euros(20_000_000), TEST_NOW);
  const award = await plantAward(kernel, wave.applicationIds[0] ?? '', TEST_NOW);
  const id = await plantAgreement(kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
  agreement = (await agreementInForce(kernel.db, id)) as AgreementInForce;
  const siret = agreement.partners[0]?.siret;
  partner = siret === ORGANISATIONS.btpPicardie.siret ? cast.lea : cast.marc;
});
afterAll(() => site.close());

const base = () => `/paiements/demandes/${requestId}`;
const agentBase = () => `/agent/paiements/demandes/${requestId}`;
const text = async (path: string, viewer: Viewer) => (await site.get(path, viewer)).text();
const request = () => reread(site.kernel, requestId);
const act = async (name: string, viewer: Viewer, fields: Record<string, string> = {}) =>
  site.post(`${agentBase()}/${name}`, { version: String((await request()).version), ...fields }, viewer);
const certifier = () => cast.byRole.certifier;

test('a person without an agreement reads what to wait for', async () => {
  expect(await text('/paiements', cast.sam)).toContain('Aucune convention en vigueur');
  expect(await text('/agent/paiements', certifier())).toContain('Rien en attente');
});

test('a partner opens the request of a tranche, once', async () => {
  expect(await text('/paiements', partner)).toContain('Pas encore demandée');
  const tranche = agreement.tranches.find(({ kind }) => kind === 'intermediate');
  const fields = {
    convention: agreement.id,
    tranche: tranche?.id ?? '',
    partenaire: agreement.partners[0]?.partnerId ?? '',
  };
  const opened = await site.post('/paiements/demandes', fields, partner);
  const again = await site.post('/paiements/demandes', fields, partner);
  expect([opened.status, again.headers.get('location')]).toEqual([303, opened.headers.get('location')]);
  requestId = opened.headers.get('location')?.split('/').at(-1) ?? '';
  expect((await site.post('/paiements/demandes', fields, cast.sam)).status).toBe(404);
  expect([(await site.get(base(), cast.sam)).status, (await site.get(agentBase(), certifier())).status]).toEqual([
    404, 404,
  ]);
});

test('evidence and invoices are asked for in words, then joined', async () => {
  const early = await site.post(`${base()}/transmettre`, {}, partner);
  expect([early.status, (await request()).state]).toEqual([409, 'draft']);
  for (const key of (await request()).requiredEvidence) {
    const empty = await site.post(`${base()}/preuves/${key}/declaration`, {}, partner);
    expect([empty.status, (await empty.text()).includes('Écrivez votre déclaration')]).toEqual([422, true]);
    const given = { [`declaration-${key}`]: 'Le jalon est atteint.' };
    expect((await site.post(`${base()}/preuves/${key}/declaration`, given, partner)).status).toBe(303);
  }
  const bad = await site.post(`${base()}/depenses`, { siren: '123' }, partner);
  expect([bad.status, (await bad.text()).includes('9 chiffres')]).toEqual([422, true]);
  const body = new FormData();
  const fields = { libelle: 'Casques', siren: '732829320', numero: 'FA-1', date: '2027-01-05', montant: '1 250,50' };
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('facture', new File(['%PDF-1.7 facture'], 'facture.pdf', { type: 'application/pdf' }));
  expect((await site.fetch(`${base()}/depenses`, { method: 'POST', body }, partner)).status).toBe(303);
  expect((await request()).lines).toMatchObject([{ label: 'Casques', amountCents: 125_050, verdict: null }]);
  expect((await site.post(`${base()}/transmettre`, {}, partner)).status).toBe(303);
  expect(await text('/agent/paiements', certifier())).toContain(agentBase());
});

test('sent back for a clarification, the partner reads it and sends again', async () => {
  expect((await act('precision', certifier(), { precision: 'Le bon de livraison manque.' })).status).toBe(303);
  expect(await text(base(), partner)).toContain('Le bon de livraison manque.');
  expect((await site.post(`${base()}/transmettre`, {}, partner)).status).toBe(303);
});

test('the certifier judges each line, then certifies; the file is served to those who judge it', async () => {
  const [line] = (await request()).lines;
  const early = await act('certifier', certifier(), { montant: '100' });
  expect([early.status, (await early.text()).includes('restent à juger')]).toEqual([409, true]);
  const reduced = { ligne: line?.id ?? '', [`avis-${line?.id}`]: 'reduced', [`retenu-${line?.id}`]: '1000' };
  const unmotivated = await act('lignes', certifier(), reduced);
  expect([unmotivated.status, (await unmotivated.text()).includes('Donnez le motif')]).toEqual([409, true]);
  expect((await act('lignes', certifier(), { ...reduced, [`motif-${line?.id}`]: 'Hors assiette' })).status).toBe(303);
  const served = await site.get(`${agentBase()}/fichiers/${line?.sha256}`, certifier());
  expect(served.headers.get('content-disposition')).toContain('facture.pdf');
  expect((await act('certifier', certifier(), { montant: '100' })).status).toBe(303);
  expect(await request()).toMatchObject({ state: 'certified', certifiedCents: 10_000 });
  expect((await act('certifier', cast.byRole['payment-officer'], { montant: '100' })).status).toBe(404);
});

test('two others approve: the payment is ordered on the credits of the year', async () => {
  await plantCredits(site.kernel, (await request()).instrument ?? '', 2027, euros(1_000_000), TEST_NOW);
  expect((await act('approuver', cast.byRole['payment-officer'])).status).toBe(303);
  const twice = await act('approuver', cast.byRole['payment-officer']);
  expect([twice.status, (await twice.text()).includes('Il faut une autre personne')]).toEqual([409, true]);
  expect((await act('approuver', cast.byRole['programme-manager'])).status).toBe(303);
  expect((await request()).state).toBe('ordered');
  expect(await text(agentBase(), certifier())).toContain('Seconde approbation par Essai programme-manager');
});

test('an upload of somebody else joins nothing', async () => {
  const tranche = agreement.tranches.find(({ kind }) => kind === 'balance');
  const wanted = { agreementId: agreement.id, trancheId: tranche?.id ?? '', at: TEST_NOW };
  const draft = await plantDraft(site.kernel, { ...wanted, partnerId: agreement.partners[0]?.partnerId ?? '' });
  const [key] = draft.requiredEvidence;
  const televersement = await plantUpload(site.kernel, cast.sam.personId, 'autrui', TEST_NOW);
  const response = await site.post(`/paiements/demandes/${draft.id}/preuves/${key}`, { televersement }, partner);
  expect([response.status, (await reread(site.kernel, draft.id)).evidence]).toEqual([409, []]);
});
