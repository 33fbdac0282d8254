import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityChapter } from '../../../seeds/identity.ts';
import { importRegister } from '../../../seeds/register.ts';
import { instant } from '../../kernel/instant.ts';
import { openTestKernel, type TestKernel } from '../../testing.ts';
import { authOf } from '../auth.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../demo.ts';
import { importedCount, organisationBySiret, searchOrganisations } from '../store/organisations.ts';
import { readRegister } from './import.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

test('cells over several lines, byte-order marks and uneven headers are read', () => {
  const organisations =
    '\ufeffuai;siret;raison_sociale;enseigne;nature;departement;commune;adresse;prepa_apprentissage\n' +
    '0562038L;19561718800485;UNIVERSITE;ENSIBS;inconnue;56;LORIENT;"UNIVERSITE\nRUE LE COAT\n56321 LORIENT CEDEX";\n' +
    '0010070W;43937112100014;FAUX SIRET;;;01;Bourg;;\n';
  const networks = [
    {
      network: 'greta',
      text: '\ufeffSiret;UAI validée;numero_declaration_activite;etat_administratif;Qualiopi;Réseaux à  jour\n19561718800485;0562038L;9384P000684;fermé;Non;greta\n',
    },
  ];
  const { facts, refused } = readRegister(organisations, networks, instant('2027-01-11T09:00:00Z'));
  expect(refused).toBe(1);
  expect(facts).toMatchObject([
    {
      siret: '19561718800485',
      address: 'UNIVERSITE RUE LE COAT',
      postcode: '56321',
      nda: '9384P000684',
      qualiopi: false,
      network: 'greta',
      isClosed: true,
      closedAt: null,
    },
  ]);
});

test('the whole register is imported, searched, and gives the demonstration its organisations', async () => {
  expect(await importRegister(kernel)).toBe(6059);
  expect(await importedCount(kernel.db)).toBe(6059);
  expect((await searchOrganisations(kernel.db, 'maison familiale')).length).toBe(25);
  await identityChapter(kernel, () => undefined);
  await identityChapter(kernel, () => undefined);
  for (const { siret } of DEMO_PEOPLE) if (siret) expect(await organisationBySiret(kernel.db, siret)).not.toBeNull();
  const answer = await authOf(kernel).api.signInEmail({
    body: { email: DEMO_PEOPLE[0]?.email ?? '', password: DEMO_PASSWORD },
  });
  expect(answer.user.name).toBe('Démo Candidate');
});
