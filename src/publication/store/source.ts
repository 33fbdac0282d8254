import { type Answers, type FormRevision, formRevisionById, waveById } from '../../calls/index.ts';
import { standingDeposit } from '../../deposits/index.ts';
import { type AgreementInForce, agreementInForce, type InForceHead } from '../../grants/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { zonedLocal } from '../../kernel/instant.ts';
import { decimalShares, type Line } from '../model/line.ts';
import { type Project, type PublicAnswers, slugOf } from '../model/project.ts';
import type { Funder } from '../model/waiting.ts';

/** All that an agreement in force gives to publish; `lines` is empty while nobody said who grants. */
export interface Publishable {
  readonly project: Project;
  readonly lines: readonly (Line & { readonly key: string })[];
}

/** `null`: no longer in force. */
export async function publishableOf(db: DbOrTx, head: InForceHead, funder: Funder | null): Promise<Publishable | null> {
  const agreement = await agreementInForce(db, head.id);
  if (agreement === null) return null;
  const wave = await waveById(db, agreement.waveId);
  const answers = await publicAnswersOf(db, agreement.applicationId);
  const project = projectOf(head, agreement, answers, wave?.name ?? '');
  return { project, lines: funder === null ? [] : linesOf(project, funder) };
}

function projectOf(head: InForceHead, agreement: AgreementInForce, answers: PublicAnswers, waveName: string): Project {
  return {
    ...answers,
    agreementId: agreement.id,
    slug: slugOf(agreement.number),
    number: agreement.number,
    version: agreement.version,
    title: agreement.title,
    callTitle: head.callTitle,
    waveId: agreement.waveId,
    waveName,
    startsOn: agreement.startsOn,
    endsOn: agreement.endsOn,
    signedAt: agreement.signedAt,
    totalCents: agreement.totalCents,
    partners: agreement.partners.map(({ partnerId, name, siret, isLead, shareCents }) => ({
      partnerId,
      name,
      siret,
      isLead,
      shareCents,
    })),
    tranches: agreement.tranches.map(({ label, amountCents, dueOn }) => ({ label, amountCents, dueOn })),
  };
}

/** A partner who receives nothing is no beneficiary. */
function linesOf(project: Project, funder: Funder): Publishable['lines'] {
  const paid = project.partners.filter(({ shareCents }) => shareCents > 0);
  const shares = decimalShares(paid.map(({ shareCents }) => shareCents));
  const days = project.tranches.map(({ dueOn }) => dueOn).sort();
  const { number, version, title, summary, totalCents, startsOn, endsOn } = project;
  return paid.map(({ partnerId, name, siret, isLead, shareCents }, index) => ({
    key: `${number}:${partnerId}`,
    ...{ number, version, title, summary, totalCents, startsOn, endsOn, shareCents },
    signedOn: zonedLocal(project.signedAt).slice(0, 10),
    call: project.callTitle,
    wave: project.waveName,
    funder: { name: funder.name, siret: funder.siret, notified: funder.notified },
    beneficiary: { name, siret, isLead },
    share: shares[index] ?? '0',
    payments: { from: days[0] ?? startsOn, to: days.at(-1) ?? endsOn, count: days.length },
  }));
}

const NOTHING: PublicAnswers = { acronym: null, summary: null, scope: null, regions: [], sectors: [] };

/** The answers that the form announced as public, read from the sealed file. Their keys are those of the call's form. */
async function publicAnswersOf(db: DbOrTx, applicationId: string): Promise<PublicAnswers> {
  const deposit = await standingDeposit(db, applicationId);
  if (deposit === null) return NOTHING;
  const form = await formRevisionById(db, deposit.content.formRevisionId);
  const answers = deposit.content.answers as Answers;
  const sectors = list(answers.sectors).map((value) => labelOf(form, 'sectors', value));
  const other = textOf(answers['other-sector']);
  const kind = textOf(answers['sector-kind']);
  return {
    acronym: textOf(answers.acronym),
    summary: textOf(answers.summary),
    scope: textOf(answers.scope) && labelOf(form, 'scope', textOf(answers.scope) ?? ''),
    regions: rows(answers.regions).flatMap((row) => (typeof row.region === 'string' ? [row.region] : [])),
    sectors: kind === 'transverse' ? ['Transverse'] : other ? [...sectors, other] : sectors,
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const rows = (value: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];

function labelOf(form: FormRevision | null, key: string, value: string): string {
  const fields = form?.sections.flatMap((section) => section.fields) ?? [];
  const field = fields.find((one) => one.key === key);
  const options = field && 'options' in field ? field.options : [];
  return options.find((option) => option.value === value)?.label ?? value;
}
