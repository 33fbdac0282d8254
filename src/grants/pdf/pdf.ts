import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { receiptFonts } from '../../deposits/index.ts';
import { frenchDay, parisDateTime } from '../../kernel/instant.ts';
import { formatCents, ratePercent } from '../../kernel/money.ts';
import { REHEARSAL_WORD } from '../../kernel/rehearsal.ts';
import { HELD_BY_LABELS, KIND_LABELS, LEVEL_LABELS } from '../labels.ts';
import { trancheCents } from '../model/terms.ts';
import type { AgreementText } from '../model/text.ts';
import type { Signature } from '../model/whole.ts';

const TEMPLATE = readFileSync(join(import.meta.dirname, 'agreement.typ'), 'utf8');

/**
 * The agreement on paper: tagged PDF/UA-1, some hundreds of milliseconds of processor. For the job process, never for a request.
 *
 * @param signatures in their order; empty before anybody signed
 */
export function agreementPdf(
  text: AgreementText,
  sha256: string,
  signatures: readonly Signature[],
  rehearsal: boolean,
): Buffer {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: receiptFonts() }] });
  const inputs = { data: JSON.stringify(printed(text, sha256, signatures, rehearsal)) };
  return compiler.pdf({ mainFileContent: TEMPLATE, inputs }, { pdfStandard: 'ua-1' });
}

/** What the template shows, in the order in which it shows it. */
function printed(text: AgreementText, sha256: string, signatures: readonly Signature[], rehearsal: boolean) {
  const { terms } = text;
  const isFirst = text.reason === 'Convention initiale';
  const rate = ratePercent(terms.totalCents, terms.baseCents);
  const nameOf = (id: string) => terms.partners.find(({ partnerId }) => partnerId === id)?.name ?? '';
  return {
    rehearsal,
    title: `${rehearsal ? REHEARSAL_WORD : ''}Convention de financement${isFirst ? '' : ' modifiée'}`,
    author: text.authority,
    footer: `${text.number}, version ${text.version}`,
    intro: `Entre ${text.authority} et les partenaires du projet « ${text.title} », retenu au titre de l’appel ${text.callTitle}.`,
    facts: [
      { label: 'Convention', value: `${text.number}, version ${text.version}` },
      ...(isFirst ? [] : [{ label: 'Motif de cette version', value: text.reason }]),
      { label: 'Aide totale', value: formatCents(terms.totalCents) },
      { label: 'Assiette éligible retenue', value: formatCents(terms.baseCents) },
      { label: 'Taux d’aide', value: rate === null ? '' : `${String(rate).replace('.', ',')} %` },
      { label: 'Projet', value: `du ${frenchDay(terms.startsOn)} au ${frenchDay(terms.endsOn)}` },
    ],
    partners: terms.partners.map((one) => [
      one.isLead ? `${one.name} (chef de file)` : one.name,
      one.siret,
      formatCents(one.shareCents),
    ]),
    tranches: terms.tranches.map((one) => [
      one.label,
      one.settled ? `${KIND_LABELS[one.kind]}, réglée` : KIND_LABELS[one.kind],
      frenchDay(one.dueOn),
      formatCents(trancheCents(one)),
    ]),
    evidence: terms.tranches
      .filter(({ evidence }) => evidence.length > 0)
      .map(({ label, evidence }) => ({
        label: `Justificatifs : ${label}`,
        lines: evidence.map((one) => (one.required ? one.label : `${one.label} (facultatif)`)),
      })),
    shares: terms.tranches.flatMap((one) =>
      one.byPartner.map(({ partnerId, amountCents }) => [one.label, nameOf(partnerId), formatCents(amountCents)]),
    ),
    clauses: text.clauses.map(({ title, body, revision }) => ({
      title: `${title} (révision ${revision})`,
      paragraphs: body.split(/\n\n+/),
    })),
    signaturesIntro:
      'Chaque signataire a agi par une personne qui le représentait à cet instant ; toutes les signatures portent sur le texte désigné par l’empreinte ci-dessous.',
    signatures: signatures.map((one) => [
      one.organisation,
      `${one.signatoryName}, ${one.capacity} (${HELD_BY_LABELS[one.heldBy]}${one.reference ? ` ${one.reference}` : ''}) – ${LEVEL_LABELS[one.level]}`,
      parisDateTime(one.signedAt),
    ]),
    proof: [{ label: 'Empreinte SHA-256 du texte signé', value: sha256, hash: true }],
  };
}
