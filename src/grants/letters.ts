import { recipientsOfFile } from '../applications/index.ts';
import { membersOf, peopleById, peopleWithRole } from '../identity/index.ts';
import { parisDateTime } from '../kernel/instant.ts';
import type { JobData } from '../kernel/jobs.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { post } from '../kernel/mail.ts';
import { formatCents } from '../kernel/money.ts';
import { type Told, tellEnding } from './letters/ending.ts';
import type { Termination } from './model/ending.ts';
import { type Agreement, type Version, versionOf } from './model/whole.ts';
import { documentOf } from './store/documents.ts';
import { terminationsOf } from './store/ending-read.ts';
import { agreementById } from './store/read.ts';

const due = ({ signBy }: Agreement) => (signBy === null ? '' : ` avant le ${parisDateTime(signBy)}`);
const share = ({ terms }: Version) =>
  terms.partners.map(({ name, shareCents }) => `- ${name} : ${formatCents(shareCents)}`).join('\n');

interface Facts {
  /** Of the signed document. */
  readonly sha256: string;
  /** Notice of termination that the letter tells. */
  readonly about: Termination | null;
}

/** What each letter says; `null`: there is none of that name. */
function tell(letter: string, agreement: Agreement, version: Version, { sha256, about }: Facts): Told | null {
  const amendment = version.number > 1 && agreement.signedAt !== null;
  const what = amendment ? `l’avenant (version ${version.number})` : 'la convention';
  const letters: Readonly<Record<string, Told>> = {
    'to-sign': {
      subject: amendment ? 'Un avenant à signer' : 'Votre convention à signer',
      body: `Lisez ${what} et signez${amendment ? '' : due(agreement)}. Chaque partenaire signe pour lui-même, par une personne qui le représente ; le service signe en dernier.\n\nAide totale : ${formatCents(version.terms.totalCents)}\n${share(version)}${amendment ? `\n\nMotif : ${version.reason}` : ''}`,
    },
    'taken-back': {
      subject: 'Votre convention est reprise pour correction',
      body: `Le service corrige la convention : ${version.reason}\n\nLes signatures déjà données ne valent plus. Une nouvelle version vous sera envoyée à signer.`,
    },
    'state-turn': {
      subject: 'Tous les partenaires ont signé',
      body: `Tous les partenaires ont signé ${what}. Elle entrera en vigueur à la signature du service.`,
    },
    warned: {
      subject: 'Il reste peu de temps pour signer votre convention',
      body: `Tous les partenaires n’ont pas encore signé. Signez${due(agreement)} : passé ce délai, l’attribution sera caduque et la somme réservée reviendra à l’appel.`,
    },
    lapsed: {
      subject: 'Votre attribution est caduque',
      body: 'La convention n’a pas été signée par tous les partenaires dans le délai, après un rappel. La somme réservée est revenue à l’appel. Si vous pensez que c’est une erreur, écrivez au service. Vous pouvez former un recours gracieux, ou saisir le tribunal administratif dans les deux mois (articles R. 421-1 et R. 421-2 du code de justice administrative).',
    },
    declined: {
      subject: 'Le chef de file a renoncé à l’aide',
      body: `Le chef de file a renoncé à l’aide : ${agreement.closedReason ?? ''}\n\nLa somme réservée est revenue à l’appel. Il n’y a rien à signer.`,
    },
    abandoned: {
      subject: 'L’avenant est abandonné',
      body: 'L’avenant qui vous avait été envoyé est abandonné. La convention en vigueur ne change pas.',
    },
    'in-force': {
      subject: amendment ? 'Votre avenant est signé par tous' : 'Votre convention est signée par tous',
      body: `${amendment ? 'L’avenant' : 'La convention'} est en vigueur : l’aide est engagée.\n\nAide totale : ${formatCents(version.terms.totalCents)}\n${share(version)}\n\nConservez le document signé. Empreinte SHA-256 du PDF : ${sha256}`,
    },
  };
  return letters[letter] ?? tellEnding(letter, agreement, about);
}

interface Recipient {
  readonly personId: string;
  readonly email: string;
}

/** Members of the file, and those who represent each partner, the replaced ones too. */
async function recipientsOf({ db, clock }: Kernel, agreement: Agreement): Promise<Recipient[]> {
  const found = new Map((await recipientsOfFile(db, agreement.applicationId)).map((one) => [one.personId, one.email]));
  const organisations = new Set(
    agreement.versions.flatMap(({ terms }) => terms.partners.map(({ organisationId }) => organisationId)),
  );
  for (const organisationId of organisations) {
    const members = await membersOf(db, organisationId, clock.now());
    const people = await peopleById(
      db,
      members.filter(({ role }) => role === 'representative').map(({ personId }) => personId),
    );
    for (const { id, email } of people.values()) found.set(id, email);
  }
  return [...found].map(([personId, email]) => ({ personId, email }));
}

const FOR_AGENTS = new Set(['state-turn', 'declined', 'lapsed']);

/** Everybody hears the same thing, once; the managers too, of what they must act on. */
export async function sendLetters(kernel: Kernel, data: JobData): Promise<void> {
  const { db, jobs, config, clock } = kernel;
  const letter = String(data.letter);
  const agreement = await agreementById(db, String(data.agreementId));
  const version = agreement ? versionOf(agreement, Number(data.version)) : null;
  if (agreement === null || version === null) return;
  const document = letter === 'in-force' ? await documentOf(db, agreement.id, version.number, 'signed') : null;
  const about = (await terminationsOf(db, agreement.id)).find(({ id }) => id === data.about) ?? null;
  const told = tell(letter, agreement, version, { sha256: document?.sha256 ?? '', about });
  if (told === null) return;
  const partners = await recipientsOf(kernel, agreement);
  const agents = FOR_AGENTS.has(letter) ? await peopleWithRole(db, 'programme-manager', clock.now()) : [];
  const pages = [
    ...partners.map((one) => ({ ...one, page: `/conventions/${agreement.id}` })),
    ...agents.map(({ id, email }) => ({ personId: id, email, page: `/agent/conventions/${agreement.id}` })),
  ];
  await db.transaction().execute(async (tx) => {
    for (const { personId, email, page } of pages) {
      const text = `Bonjour,\n\nConvention ${agreement.number}, projet « ${agreement.title} ».\n\n${told.body}\n\nOuvrir la convention : ${config.PUBLIC_URL}${page}\n`;
      // Two notices may be given of one version: each is told.
      const onceKey = `grants.${letter}:${agreement.id}:${version.number}:${about ? `${about.id}:` : ''}${personId}`;
      const subject = `${told.subject} – ${agreement.number}`;
      await post(tx, jobs, { to: email, subject, text, about: `grants.${letter}`, onceKey }, clock.now());
    }
  });
}
