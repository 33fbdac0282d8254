import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { instant } from '../../kernel/instant.ts';
import { TEST_BIC, testIban } from '../fixtures/account.ts';
import { faultsOf, type PaymentFile, paymentFile } from './file.ts';
import { fromTravelId, sepaAmount, sepaText, travelId } from './text.ts';

const party = (name: string, rank: number) => ({ name, iban: testIban(rank), bic: TEST_BIC });
const file = (more: Partial<PaymentFile> = {}): PaymentFile => ({
  batchId: newId(),
  createdAt: instant('2027-01-11T09:00:00Z'),
  executeOn: '2027-01-12',
  debtor: party('Agent comptable d’essai', 1),
  transfers: [
    { orderId: newId(), amountCents: 125_050, creditor: party('Œuvre & Société « Été »', 2), about: 'C-1 – Avance' },
    { orderId: newId(), amountCents: 1, creditor: party('Łódź_Straße 5°', 3), about: 'C-2 – Solde <50 %>' },
  ],
  ...more,
});

test('a file is valid under the schema, with its number of transactions, its sum and the identifiers of the orders', async () => {
  const given = file();
  const xml = paymentFile(given);
  expect(await faultsOf(xml)).toEqual([]);
  expect(xml.match(/<NbOfTxs>2<\/NbOfTxs>\s*<CtrlSum>1250.51<\/CtrlSum>/g)).toHaveLength(2);
  for (const { orderId } of given.transfers) expect(xml).toContain(`<EndToEndId>${travelId(orderId)}</EndToEndId>`);
  expect(xml).toContain('<Nm>Agent comptable d&apos;essai</Nm>');
  expect(xml).toContain('<Nm>OEuvre + Societe Ete</Nm>');
  expect(xml).toContain('<InstdAmt Ccy="EUR">1250.50</InstdAmt>');
});

test('the schema sees what is not SEPA: a currency, an amount, a character, an order of elements, a missing sum', async () => {
  const xml = paymentFile(file());
  const spoilt = [
    xml.replace('Ccy="EUR"', 'Ccy="USD"'),
    xml.replace('>0.01<', '>0.00<'),
    xml.replace('d&apos;essai</Nm>', 'd’essai</Nm>'),
    xml.replace('<PmtMtd>TRF</PmtMtd>', ''),
    xml.replace(/<CtrlSum>[^<]*<\/CtrlSum>/, ''),
    xml.replace(testIban(2), 'not an account'),
    xml.replace('</Document>', ''),
  ];
  for (const one of spoilt) {
    expect(one).not.toBe(xml);
    expect(await faultsOf(one)).not.toEqual([]);
  }
});

test('a thousand transfers make a valid file', async () => {
  const transfers = Array.from({ length: 1000 }, (_none, rank) => ({
    ...{ orderId: newId(), amountCents: 100_000_00 + rank, creditor: party(`Organisme ${rank}`, rank), about: 'Essai' },
  }));
  expect(await faultsOf(paymentFile(file({ transfers })))).toEqual([]);
});

test('whatever is typed, what is written is of the character set, and as long as allowed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(sepaText(text, 70)).toMatch(/^[A-Za-z0-9/?:().,'+ -]{0,70}$/);
    }),
  );
  expect(sepaText('Écoles d’Été', 70)).toBe("Ecoles d'Ete");
  expect(sepaText('株式会社', 70)).toBe('');
});

test('an amount is written to the cent and an identifier comes back as it left', () => {
  expect([sepaAmount(1), sepaAmount(100), sepaAmount(4_849_695_00)]).toEqual(['0.01', '1.00', '4849695.00']);
  const id = newId();
  expect([fromTravelId(travelId(id)), fromTravelId('NOTPROVIDED')]).toEqual([id, null]);
});
