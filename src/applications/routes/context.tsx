import type { Message } from '../../kernel/decision.ts';
import { type AppContext, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ProblemPage, viewOf } from '../../ui/index.ts';
import type { Dossier } from '../model/dossier.ts';
import { dossierFor } from '../store/dossier.ts';
import type { Author } from '../store/edit.ts';

/** What every route of a file begins with. */
export const dossierOf = (kernel: Kernel, c: AppContext): Promise<Dossier | null> =>
  dossierFor(kernel.db, c.req.param('id') ?? '', viewerOf(c).personId, c.var.receivedAt);

export const authorOf = (c: AppContext): Author => ({
  id: c.req.param('id') ?? '',
  personId: viewerOf(c).personId,
  at: c.var.receivedAt,
});

/** What a page of a file is always given. */
export const frame = (kernel: Kernel, c: AppContext, dossier: Dossier) => ({
  view: viewOf(c, kernel.config.DEMO),
  dossier,
  now: c.var.receivedAt,
  notice: NOTICES[c.req.query('fait') ?? ''],
});

const NOTICES: Readonly<Record<string, string>> = {
  enregistre: 'Vos réponses sont enregistrées.',
  joint: 'Le fichier est joint.',
  retire: 'Le fichier est retiré.',
  partenaire: 'Le partenaire est ajouté.',
  'partenaire-retire': 'Le partenaire est retiré du consortium.',
  invite: 'L’invitation est envoyée par courriel.',
  consortium: 'Le consortium est à jour.',
  mandat: 'Votre réponse au mandat est enregistrée.',
  budget: 'Le budget est enregistré.',
  declaration: 'La déclaration est enregistrée.',
  choix: 'Votre choix est enregistré : l’autre version reste dans l’historique.',
};

export const refused = (kernel: Kernel, c: AppContext, { title, text }: Message) =>
  c.html(<ProblemPage view={viewOf(c, kernel.config.DEMO)} title={title} text={text} />, 409);

export const wantsJson = (c: AppContext) => (c.req.header('accept') ?? '').includes('application/json');
