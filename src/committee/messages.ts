import { count } from '../kernel/count.ts';
import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import { formatCents } from '../kernel/money.ts';
import type { ActRefusal, Told } from './model/list.ts';

const NOTHING = 'Rien n’a été enregistré.';

export type NameOf = (personId: string) => string;

const said = (told: Told, nameOf: NameOf) =>
  `${told.byId === null ? 'la plateforme, à l’échéance' : nameOf(told.byId)}, le ${parisDateTime(told.at)}, pour ce motif : « ${told.reason} ».`;

/** The second of two officers reads who, when and why. */
export function actMessage(refusal: ActRefusal, nameOf: NameOf): Message {
  switch (refusal.code) {
    case 'already-decided':
      return { title: 'La décision est déjà prise', text: `Par ${said(refusal.told, nameOf)} ${NOTHING}` };
    case 'changed-elsewhere':
      return {
        title: 'La liste a changé depuis que vous l’avez ouverte',
        text: `${refusal.told ? `Dernier mouvement par ${said(refusal.told, nameOf)} ` : ''}${NOTHING} Relisez la liste ci-dessous, puis recommencez.`,
      };
    case 'no-session':
      return {
        title: 'Aucune séance n’est ouverte',
        text: `${NOTHING} Convoquez une séance, ou ouvrez celle qui est prévue.`,
      };
    case 'session-under-way':
      return {
        title: 'Une séance est déjà prévue ou ouverte',
        text: `${NOTHING} Terminez-la avant d’en convoquer une autre.`,
      };
    case 'no-quorum':
      return {
        title: 'Le quorum n’est pas atteint',
        text: `${refusal.title ? `Pour « ${refusal.title} », ` : ''}${count(refusal.present, 'membre')} sans lien en séance ; il en faut ${refusal.quorum}. ${NOTHING}`,
      };
    case 'reason-needed':
      return { title: 'Donnez vos motifs', text: `Toute décision, tout mouvement se motive. ${NOTHING}` };
    case 'linked':
      return {
        title: 'Vous avez un lien avec un dossier',
        text: `Vous ne pouvez pas décider de « ${refusal.title} ». ${NOTHING} Demandez à une autre personne de le faire.`,
      };
    case 'not-a-member':
      return { title: 'Cette personne n’est pas membre de la séance', text: NOTHING };
    case 'no-chair':
      return { title: 'Choisissez qui préside', text: `La présidence revient à un membre de la séance. ${NOTHING}` };
    case 'quorum-too-high':
      return {
        title: 'Ce quorum dépasse le nombre de membres',
        text: `La séance compte ${count(refusal.members, 'membre')}. ${NOTHING}`,
      };
    default:
      return moneyMessage(refusal);
  }
}

type Rest = Exclude<
  ActRefusal,
  {
    code:
      | 'already-decided'
      | 'changed-elsewhere'
      | 'no-session'
      | 'session-under-way'
      | 'no-quorum'
      | 'reason-needed'
      | 'linked'
      | 'not-a-member'
      | 'no-chair'
      | 'quorum-too-high';
  }
>;

function moneyMessage(refusal: Rest): Message {
  switch (refusal.code) {
    case 'nothing-moves':
      return { title: 'Le dossier est déjà ainsi', text: NOTHING };
    case 'amount-wrong':
      return {
        title: 'Ce montant ne convient pas',
        text: `Écrivez un montant supérieur à zéro et inférieur à la demande (${formatCents(refusal.requestedCents)}). ${NOTHING}`,
      };
    case 'lever-needed':
      return {
        title: 'Dites vers quel dispositif',
        text: `Une réorientation nomme le levier du plan qui convient. ${NOTHING}`,
      };
    case 'over-envelope':
      return {
        title: 'Les aides dépassent ce dont la vague dispose',
        text: `Demandé : ${formatCents(refusal.askedCents)}. Disponible au grand livre : ${formatCents(refusal.availableCents)}. Il manque ${formatCents(refusal.lacksCents)}. ${NOTHING}`,
      };
    case 'not-waiting':
      return { title: 'Ce dossier n’attend pas cette décision', text: `${NOTHING} Rouvrez la page.` };
    case 'order-departure':
      return {
        title: 'D’autres dossiers sont avant celui-ci',
        text: `« ${refusal.title} » le précède sur la liste complémentaire. ${NOTHING} Suivez l’ordre, ou cochez la case et dites pourquoi vous vous en écartez.`,
      };
    case 'appeal-under-way':
      return { title: 'Un recours est déjà en cours', text: `Il recevra une réponse motivée. ${NOTHING}` };
    case 'appeal-late':
      return {
        title: 'Le délai de recours est passé',
        text: `Il courait jusqu’au ${parisDateTime(refusal.until)}. ${NOTHING} Vous pouvez écrire au service de l’appel.`,
      };
  }
}

export const OUTCOME_LABELS = {
  retained: 'Retenu',
  'retained-for-less': 'Retenu pour un montant moindre',
  reserve: 'Liste complémentaire',
  refused: 'Non retenu',
  redirected: 'Réorienté vers un autre dispositif',
  lapsed: 'Aide devenue caduque',
} as const;

/** Words of the journal, for « Pourquoi ? ». */
export const EVENT_NAMES: Readonly<Record<string, string>> = {
  'file-moved': 'Mouvement du comité',
  'member-recused': 'Retrait d’un membre',
  'decided-retained': 'Retenu',
  'decided-retained-for-less': 'Retenu pour un montant moindre',
  'decided-reserve': 'Inscrit sur la liste complémentaire',
  'decided-refused': 'Non retenu',
  'decided-redirected': 'Réorienté',
  'decided-lapsed': 'Aide devenue caduque',
  'opinions-asked': 'Avis demandés par le candidat',
  'appeal-filed': 'Recours gracieux reçu',
  'appeal-rejected': 'Recours gracieux rejeté',
};
