import { expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { testIban } from '../fixtures/account.ts';
import { pain002 } from '../fixtures/report.ts';
import { readCsv } from './csv.ts';
import { reasonText } from './reasons.ts';
import { readReport } from './report.ts';
import { travelId } from './text.ts';

const [batch, one, two, three] = [newId(), newId(), newId(), newId()] as [string, string, string, string];
const code = (answer: { readonly refusal: { readonly code: string } | null }) => answer.refusal?.code;

test('a report says of each payment what became of it, its amount and its reason in French', () => {
  const xml = pain002(batch, [
    { orderId: one, status: 'ACSC', amount: '1250.50' },
    { orderId: two, status: 'RJCT', code: 'AC04', added: `Compte ${testIban(5)} clos` },
    { orderId: three, status: 'ACSP' },
  ]);
  const { changes } = readReport(xml);
  expect(changes?.lines).toMatchObject([
    { orderId: one, batchId: batch, said: 'executed', amountCents: 125_050, code: null },
    { orderId: two, said: 'rejected', amountCents: null, code: 'AC04' },
    { orderId: three, said: 'pending' },
  ]);
  const reason = changes?.lines[1]?.reason ?? '';
  expect([reason.startsWith('Compte clôturé (AC04) : Compte FR'), reason.includes(testIban(5))]).toEqual([true, false]);
});

test('a status of the whole file or of its payment information is that of the batch', () => {
  expect(readReport(pain002(batch, [], 'RJCT', 'FF01')).changes?.batches).toEqual([
    { batchId: batch, said: 'rejected', code: 'FF01', reason: 'Format de fichier incorrect (FF01)' },
  ]);
  expect(code(readReport(pain002(batch, [], 'ACTC')))).toBe('says-nothing');
});

test('a document type, an entity, a broken XML or another message is refused', () => {
  const xml = pain002(batch, [{ orderId: one, status: 'ACSC' }]);
  const typed = xml.replace('?>', '?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>');
  expect(code(readReport(typed))).toBe('has-entities');
  expect(code(readReport(xml.replace('</Document>', '')))).toBe('not-xml');
  expect(code(readReport('<Document><Other/></Document>'))).toBe('not-a-report');
  // Without a declaration an entity is text, and opens nothing.
  const { changes } = readReport(xml.replace('ACSC', '&a;'));
  expect(changes?.lines[0]?.said).toBe('pending');
});

test('a table is read with titles in any case, spaces, commas or semicolons; what is wrong is said by line', () => {
  const table = `Identifiant;Statut;Montant;Motif;Libellé\n${travelId(one)};Payé;1 250,50;;\n${travelId(two)};REJETÉ;;ac01;Refus\n`;
  expect(readCsv(`\uFEFF${table}`).changes?.lines).toMatchObject([
    { orderId: one, said: 'executed', amountCents: 125_050 },
    { orderId: two, said: 'rejected', code: 'AC01', reason: 'IBAN incorrect (AC01) : Refus' },
  ]);
  expect(readCsv(`identifiant,statut\nX-1,en cours\n`).changes?.lines).toMatchObject([
    { reference: 'X-1', orderId: null, said: 'pending' },
  ]);
  expect(readCsv('statut\npayé\n').refusal).toEqual({ code: 'no-column', column: 'identifiant' });
  expect(readCsv('identifiant;statut\nX;peut-être\n').refusal).toMatchObject({ code: 'bad-line', line: 2 });
  expect(readCsv('identifiant;statut\nX;constructor\n').refusal).toMatchObject({ code: 'bad-line', line: 2 });
  expect(readCsv('identifiant;statut;montant\nX;payé;beaucoup\n').refusal).toMatchObject({ code: 'bad-line', line: 2 });
  expect(code(readCsv('identifiant;statut\n'))).toBe('says-nothing');
});

test('a reason that the list does not know keeps its code', () => {
  expect(reasonText('ZZ99', '')).toBe('Motif que cette liste ne connaît pas (ZZ99)');
  expect(reasonText(null, '')).toBe('Sans motif donné par la banque');
});
