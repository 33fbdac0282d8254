import { personById } from '../identity/index.ts';
import { parisDateTimeExact } from '../kernel/instant.ts';
import { canonical } from '../kernel/journal.ts';
import type { JobTable, Kernel } from '../kernel/kernel.ts';
import { type Letter, post } from '../kernel/mail.ts';
import { receiptPdf } from './receipt/pdf.ts';
import { sha256 } from './receipt/seal.ts';
import { requestTimeStamp } from './receipt/time-stamp.ts';
import { documentOf, keepDocument, receiptById, type StoredReceipt } from './store/query.ts';
import { FOLLOW_DEPOSIT } from './store/seal.ts';

const MAKE_PDF = 'deposits.make-pdf';
const SEND_RECEIPT = 'deposits.send-receipt';
const STAMP_RECEIPT = 'deposits.stamp-receipt';

export const verifyUrl = (publicUrl: string, contentSha256: string): string =>
  `${publicUrl}/verifier-un-recepisse?empreinte=${contentSha256}`;

/** The deposit queues one job, to hold the head of the chain no longer than it must; that one queues the others. */
async function follow({ db, jobs, config }: Kernel, depositId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, SEND_RECEIPT, { depositId });
    await jobs.enqueue(tx, MAKE_PDF, { depositId });
    if (config.TSA_URL) await jobs.enqueue(tx, STAMP_RECEIPT, { depositId });
  });
}

async function makePdf({ db, config, clock }: Kernel, depositId: string): Promise<void> {
  const stored = await found(db, depositId);
  if (await documentOf(db, depositId, 'pdf')) return;
  const url = verifyUrl(config.PUBLIC_URL, stored.receipt.body.chain.contentSha256);
  await keepDocument(db, depositId, 'pdf', await receiptPdf(stored.receipt, url), clock.now());
}

async function stamp({ db, config, clock }: Kernel, depositId: string): Promise<void> {
  const stored = await found(db, depositId);
  if (!config.TSA_URL || stored.receipt.timeStamp) return;
  const token = await requestTimeStamp(config.TSA_URL, sha256(canonical(stored.receipt.body)));
  await keepDocument(db, depositId, 'time-stamp', token, clock.now());
}

async function send({ db, jobs, config, clock }: Kernel, depositId: string): Promise<void> {
  const stored = await found(db, depositId);
  const person = await personById(db, stored.depositedBy);
  if (person === null) return;
  const letter = receiptLetter(stored, person.email, config.PUBLIC_URL);
  await db.transaction().execute((tx) => post(tx, jobs, letter, clock.now()));
}

async function found(db: Kernel['db'], depositId: string): Promise<StoredReceipt> {
  const stored = await receiptById(db, depositId);
  if (stored === null) throw new Error(`no receipt ${depositId}`);
  return stored;
}

function receiptLetter({ receipt: { body }, receivedAt, depositId }: StoredReceipt, to: string, site: string): Letter {
  const { name, postalAddress, email, phone } = body.service;
  const service = [name, postalAddress, email, phone].filter((part) => part !== '');
  const text = `Bonjour,

Votre dossier « ${body.application.title} » (${body.application.number}) pour l’appel ${body.call.title}, vague ${body.wave.number}, est déposé.

Accusé de réception : ${body.number}
Reçu le : ${parisDateTimeExact(receivedAt)}
Pièces scellées : ${body.files.length}
Empreinte de la liste des pièces : ${body.manifestSha256}
Place dans la chaîne de la vague : ${body.chain.seq} (elle prouve l’inscription, pas l’ordre d’arrivée)

Téléchargez l’accusé de réception et l’archive de votre dossier, et conservez-les :
${site}/dossiers/${body.application.id}/recepisse

Service chargé du dossier : ${service.join(', ')}

${body.mentions.law.join('\n')}

Sans réponse, votre demande sera réputée rejetée le ${body.mentions.implicitRejectionOn.split('-').reverse().join('/')}.

Vérifier cet accusé de réception : ${verifyUrl(site, body.chain.contentSha256)}
`;
  return {
    to,
    subject: `Votre dossier est déposé : accusé de réception ${body.number}`,
    text,
    about: 'deposits.receipt',
    onceKey: `deposits.receipt:${depositId}`,
  };
}

export const depositJobs: JobTable = {
  [FOLLOW_DEPOSIT]: (kernel, { depositId }) => follow(kernel, String(depositId)),
  [MAKE_PDF]: (kernel, { depositId }) => makePdf(kernel, String(depositId)),
  [SEND_RECEIPT]: (kernel, { depositId }) => send(kernel, String(depositId)),
  [STAMP_RECEIPT]: (kernel, { depositId }) => stamp(kernel, String(depositId)),
};
