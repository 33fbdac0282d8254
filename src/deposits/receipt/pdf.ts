import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import QRCode from 'qrcode';
import { instant, parisDate, parisDateTimeExact } from '../../kernel/instant.ts';
import { REHEARSAL_WORD } from '../../kernel/rehearsal.ts';
import { fileSize } from '../messages.ts';
import type { Receipt } from '../model/receipt.ts';

const TEMPLATE = readFileSync(join(import.meta.dirname, 'receipt.typ'), 'utf8');

/**
 * The receipt on paper: tagged PDF/UA-1, about 300 ms of processor. For the job process, never for a request.
 *
 * @param verifyUrl public page that recognises this receipt; the QR code leads there
 */
export async function receiptPdf(receipt: Receipt, verifyUrl: string): Promise<Buffer> {
  const { receiptFonts } = await import('./fonts.ts');
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: receiptFonts() }] });
  const qr = await QRCode.toString(verifyUrl, { type: 'svg', errorCorrectionLevel: 'M', margin: 1 });
  const inputs = { data: JSON.stringify(printed(receipt, verifyUrl)), qr };
  return compiler.pdf({ mainFileContent: TEMPLATE, inputs }, { pdfStandard: 'ua-1' });
}

/** What the template shows, in the order in which it shows it. */
function printed({ body, signature, timeStamp }: Receipt, verifyUrl: string) {
  return {
    rehearsal: body.rehearsal === true,
    title: `${body.rehearsal ? REHEARSAL_WORD : ''}Accusé de réception de votre dossier`,
    author: body.service.name,
    number: body.number,
    intro: `Votre dossier pour l’appel à projets « ${body.call.title} » a été reçu. Conservez ce document : il prouve ce que vous avez déposé, et quand.`,
    deposit: [
      { label: 'Numéro de l’accusé de réception', value: body.number },
      { label: 'Reçu le', value: parisDateTimeExact(instant(body.arrivedAt)) },
      { label: 'Clôture de la vague', value: parisDateTimeExact(instant(body.wave.closesAt)) },
      { label: 'Appel et vague', value: `${body.call.title}, vague ${body.wave.number}` },
      { label: 'Dossier', value: `${body.application.number}, ${body.application.title}` },
      { label: 'Chef de file', value: `${body.lead.name} (SIRET ${body.lead.siret})` },
      { label: 'Dépôt', value: `n° ${body.deposit.number} de ce dossier` },
    ],
    service: serviceFacts(body.service),
    dates: [
      { label: 'Date de réception', value: isoDate(body.mentions.receivedOn) },
      { label: 'Sans réponse, décision de rejet le', value: isoDate(body.mentions.implicitRejectionOn) },
      { label: 'Recours possible, dans ce cas, jusqu’au', value: isoDate(body.mentions.appealUntil) },
    ],
    law: body.mentions.law,
    filesIntro:
      'Chaque pièce a été reçue avec cette empreinte : un seul caractère changé donnerait une autre empreinte.',
    files: body.files.map((file) => ({ name: file.name, size: fileSize(file.sizeBytes), sha256: file.sha256 })),
    proof: [
      { label: 'Empreinte de la liste des pièces', value: body.manifestSha256, hash: true },
      {
        label: 'Place dans la chaîne de la vague',
        value: `${body.chain.seq} (prouve l’inscription, pas l’ordre d’arrivée)`,
      },
      { label: 'Maillon précédent', value: body.chain.previousHash, hash: true },
      { label: 'Maillon de ce récépissé', value: body.chain.hash, hash: true },
      { label: 'Clé de signature (Ed25519)', value: signature.keyId, hash: true },
      ...(timeStamp ? [{ label: 'Horodatage', value: 'jeton RFC 3161 joint au récépissé JSON' }] : []),
    ],
    qrAlt: `Code à lire avec un téléphone : ouvre ${verifyUrl}`,
    verify: 'Pour vérifier ce récépissé, lisez ce code avec un téléphone ou ouvrez l’adresse ci-dessous.',
    verifyUrl,
  };
}

const isoDate = (date: string) => parisDate(instant(`${date}T12:00:00Z`));

const serviceFacts = (service: Receipt['body']['service']) =>
  [
    { label: 'Service', value: service.name },
    { label: 'Adresse', value: service.postalAddress },
    { label: 'Courriel', value: service.email },
    { label: 'Téléphone', value: service.phone },
  ].filter(({ value }) => value !== '');
