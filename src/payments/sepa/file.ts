import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLBuilder } from 'fast-xml-parser';
import { memoryPages, validateXML } from 'xmllint-wasm';
import type { Instant } from '../../kernel/instant.ts';
import { type Cents, sumCents } from '../../kernel/money.ts';
import { sepaAmount, sepaText, travelId } from './text.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const SCHEMA = readFileSync(join(import.meta.dirname, 'pain.001.001.09.xsd'), 'utf8');
const NAME_LENGTH = 70;
const REMITTANCE_LENGTH = 140;

export interface Party {
  readonly name: string;
  readonly iban: string;
  readonly bic: string;
}

export interface Transfer {
  readonly orderId: string;
  readonly amountCents: Cents;
  readonly creditor: Party;
  /** What the creditor reads on its statement. */
  readonly about: string;
}

export interface PaymentFile {
  readonly batchId: string;
  readonly createdAt: Instant;
  /** `YYYY-MM-DD`. */
  readonly executeOn: string;
  readonly debtor: Party;
  readonly transfers: readonly Transfer[];
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });

const name = (text: string) => ({ Nm: sepaText(text, NAME_LENGTH) });
const account = (iban: string) => ({ Id: { IBAN: iban } });
const agent = (bic: string) => ({ FinInstnId: { BICFI: bic } });

/** A SEPA credit transfer file, pain.001.001.09: one payment information, one transaction an order. */
export function paymentFile({ batchId, createdAt, executeOn, debtor, transfers }: PaymentFile): string {
  const sums = {
    NbOfTxs: String(transfers.length),
    CtrlSum: sepaAmount(sumCents(transfers.map(({ amountCents }) => amountCents))),
  };
  const header = {
    ...{ MsgId: travelId(batchId), CreDtTm: createdAt.toISOString() },
    ...{ ...sums, InitgPty: name(debtor.name) },
  };
  const payment = {
    ...{ PmtInfId: travelId(batchId), PmtMtd: 'TRF', ...sums, PmtTpInf: { SvcLvl: { Cd: 'SEPA' } } },
    ...{ ReqdExctnDt: { Dt: executeOn }, Dbtr: name(debtor.name), DbtrAcct: account(debtor.iban) },
    ...{ DbtrAgt: agent(debtor.bic), ChrgBr: 'SLEV', CdtTrfTxInf: transfers.map(transaction) },
  };
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: { '@xmlns': NAMESPACE, CstmrCdtTrfInitn: { GrpHdr: header, PmtInf: payment } },
  });
}

const transaction = ({ orderId, amountCents, creditor, about }: Transfer) => ({
  PmtId: { EndToEndId: travelId(orderId) },
  Amt: { InstdAmt: { '@Ccy': 'EUR', '#text': sepaAmount(amountCents) } },
  ...{ CdtrAgt: agent(creditor.bic), Cdtr: name(creditor.name), CdtrAcct: account(creditor.iban) },
  RmtInf: { Ustrd: sepaText(about, REMITTANCE_LENGTH) },
});

/** What the schema says against a file; empty: it is valid. Nothing is fetched, no entity is read. */
export async function faultsOf(xml: string): Promise<readonly string[]> {
  const { valid, errors } = await validateXML({
    xml: [{ fileName: 'remise.xml', contents: xml }],
    schema: [SCHEMA],
    maxMemoryPages: 4 * memoryPages.defaultMaxMemoryPages,
  });
  return valid ? [] : errors.map(({ message }) => message);
}
