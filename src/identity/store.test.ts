import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '../kernel/http.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { openTestKernel, type TestKernel } from '../testing.ts';
import { type Cast, ORGANISATIONS, seedPeople } from './fixtures.ts';
import { organisationMessage, registerNotice } from './messages.ts';
import { lookUpOrganisation } from './register.ts';
import { isMember, membershipsOf } from './store/memberships.ts';
import { organisationById, saveOrganisations, searchOrganisations } from './store/organisations.ts';
import { ensurePerson, findPersonByEmail } from './store/people.ts';
import { hasRole, insertGrant, peopleWithRole, rolesAt } from './store/roles.ts';

let kernel: TestKernel;
let cast: Cast;
beforeAll(async () => {
  kernel = await openTestKernel();
  cast = await seedPeople(kernel);
});
afterAll(() => kernel.close());

describe('people and what they may do', () => {
  test('each role has one person, who holds it alone', () => {
    for (const role of ROLES) expect(cast.byRole[role].roles).toEqual([role]);
    expect(cast.lea.roles).toEqual(['applicant']);
  });

  test('setting the same people twice changes nothing', async () => {
    const again = await seedPeople(kernel);
    expect(again).toEqual(cast);
  });

  test('an address is one person, however it is typed', async () => {
    expect((await findPersonByEmail(kernel.db, ' LEA@Essai.example '))?.id).toBe(cast.lea.personId);
    const same = await ensurePerson(kernel.db, { name: 'Autre', email: 'Lea@essai.example', at: kernel.clock.now() });
    expect(same).toMatchObject({ id: cast.lea.personId, name: 'Léa Essai' });
  });

  test('a right holds from its first instant, and no longer at its last', async () => {
    const at = kernel.clock.now();
    const personId = cast.sam.personId;
    await insertGrant(kernel.db, {
      personId,
      role: 'evaluator',
      scope: 'call:a',
      grantedBy: null,
      reason: 'Essai',
      at,
      validTo: plus(at, DAY_MS),
    });
    expect(await hasRole(kernel.db, personId, 'evaluator', plus(at, -1))).toBe(false);
    expect(await hasRole(kernel.db, personId, 'evaluator', at)).toBe(true);
    expect(await hasRole(kernel.db, personId, 'evaluator', at, 'call:a')).toBe(true);
    expect(await hasRole(kernel.db, personId, 'evaluator', at, 'call:b')).toBe(false);
    expect(await hasRole(kernel.db, personId, 'evaluator', plus(at, DAY_MS))).toBe(false);
    expect(await rolesAt(kernel.db, personId, plus(at, DAY_MS))).toEqual(['applicant']);
    expect((await peopleWithRole(kernel.db, 'evaluator', at, 'call:a')).map((p) => p.id).sort()).toEqual(
      [personId, cast.byRole.evaluator.personId].sort(),
    );
  });

  test('a member acts for their own organisation only', async () => {
    const at = kernel.clock.now();
    const { btpPicardie, aftral } = cast.organisationIds;
    expect(await isMember(kernel.db, cast.lea.personId, btpPicardie, at)).toBe(true);
    expect(await isMember(kernel.db, cast.lea.personId, aftral, at)).toBe(false);
    expect(await membershipsOf(kernel.db, cast.lea.personId, plus(at, -1))).toEqual([]);
    expect(await isMember(kernel.db, cast.lea.personId, 'not-an-id', at)).toBe(false);
  });
});

describe('organisations', () => {
  test.each([
    ['chambre metiers', 'chambreDeMetiers'],
    ['Chambre de métiers', 'chambreDeMetiers'],
    ['laon btp', 'btpPicardie'],
    ['502 602 949 00047', 'btpPicardie'],
    ['0021739', 'btpPicardie'],
    ['clairf', 'maisonFamiliale'],
  ] as const)('« %s » finds %s', async (text, name) => {
    const found = await searchOrganisations(kernel.db, text);
    expect(found.map((o) => o.id)).toContain(cast.organisationIds[name]);
  });

  test.each(['', '   ', "'; drop table", '& | ! :*', 'zzz'])(
    '« %s » finds nothing and breaks nothing',
    async (text) => {
      expect(await searchOrganisations(kernel.db, text)).toEqual([]);
    },
  );

  test('the copy of the register answers with its date when no register is configured', async () => {
    const { changes } = await lookUpOrganisation(kernel, '502 602 949 00047');
    expect(changes).toMatchObject({ id: cast.organisationIds.btpPicardie, siren: '502602949', uai: '0021739E' });
    expect(changes && registerNotice(changes)).toContain('copie du registre importée le 11 janvier 2027');
  });

  test.each([
    ['73282932000075', 'bad-siret', 'clé de contrôle'],
    ['abc', 'bad-siret', 'que des chiffres'],
    ['43493312300029', 'unknown-siret', 'ne consulte pas le registre national'],
    [ORGANISATIONS.closed.siret, 'closed-establishment', 'fermé depuis le 30 juin 2024'],
  ])('%s is refused: %s', async (siret, code, sentence) => {
    const { refusal } = await lookUpOrganisation(kernel, siret);
    expect(refusal?.code).toBe(code);
    expect(refusal && organisationMessage(refusal).text).toContain(sentence);
  });

  test('the imported copy never replaces what the national register said, which keeps what it does not say', async () => {
    const fetchedAt = kernel.clock.now();
    const { aftral } = ORGANISATIONS;
    await saveOrganisations(kernel.db, [
      { ...aftral, name: 'AFTRAL (national)', uai: null, qualiopi: true, registerSource: 'national', fetchedAt },
    ]);
    await saveOrganisations(kernel.db, [{ ...aftral, fetchedAt }]);
    expect(await organisationById(kernel.db, cast.organisationIds.aftral)).toMatchObject({
      name: 'AFTRAL (national)',
      uai: aftral.uai,
      qualiopi: true,
      registerSource: 'national',
    });
  });
});
