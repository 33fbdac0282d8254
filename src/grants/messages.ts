import type { Message } from '../kernel/decision.ts';
import { parisDateTime } from '../kernel/instant.ts';
import { formatCents } from '../kernel/money.ts';
import { STATE_LABELS } from './labels.ts';
import { endingMessage } from './messages/ending.ts';
import type { GrantRefusal } from './model/agreement.ts';
import type { TermsFault } from './model/terms.ts';

const NOTHING = 'Rien n’a été enregistré.';

export function grantMessage(refusal: GrantRefusal): Message {
  return endingMessage(refusal) ?? termsMessage(refusal);
}

function termsMessage(refusal: GrantRefusal): Message {
  switch (refusal.code) {
    case 'terms':
      return { title: 'Ces montants ne tiennent pas ensemble', text: `${faultText(refusal.fault)} ${NOTHING}` };
    case 'wave-lacks':
      return {
        title: 'La vague n’a pas les crédits',
        text: `Cet avenant demande ${formatCents(refusal.requestedCents)} de plus ; il reste ${formatCents(refusal.availableCents)} à la vague. Il manque ${formatCents(refusal.lacksCents)}. ${NOTHING} Réduisez la hausse, ou abondez d’abord l’enveloppe.`,
      };
    case 'share-used':
      return {
        title: 'Une part ne peut pas descendre si bas',
        text: `${refusal.partner} n’a plus que ${formatCents(refusal.leftCents)} engagés et non certifiés : il manque ${formatCents(refusal.lacksCents)}. ${NOTHING} Ce qui est certifié ou payé reste dû.`,
      };
    case 'tranche-asked':
      return {
        title: 'Une tranche déjà demandée ne change plus',
        text: `Un partenaire a préparé ou transmis une demande de paiement sur la tranche « ${refusal.label} » : elle ne change plus, et le formulaire la montre désormais fixe. ${NOTHING} Un avenant déjà envoyé s’abandonne, puis se prépare de nouveau.`,
      };
    case 'ledger-says-no':
      return { title: 'Le grand livre refuse cette opération', text: refusal.reason };
    case 'wrong-state':
    case 'changed-elsewhere':
    case 'reason-needed':
    case 'nothing-changes':
    case 'deadline-too-soon':
      return actMessage(refusal);
    default:
      return signMessage(refusal);
  }
}

type ActRefusal = Extract<
  GrantRefusal,
  { code: 'wrong-state' | 'changed-elsewhere' | 'reason-needed' | 'nothing-changes' | 'deadline-too-soon' }
>;

function actMessage(refusal: ActRefusal): Message {
  switch (refusal.code) {
    case 'wrong-state':
      return {
        title: 'Cet acte n’est pas possible maintenant',
        text: `La convention est dans l’état « ${STATE_LABELS[refusal.state]} ». ${NOTHING} Rouvrez la page pour voir ce qui reste à faire.`,
      };
    case 'changed-elsewhere':
      return {
        title: 'Cette convention a changé depuis que vous l’avez ouverte',
        text: `Une autre personne a agi entre-temps. ${NOTHING} Rouvrez la page : l’historique dit qui, quand et pourquoi.`,
      };
    case 'reason-needed':
      return { title: 'Donnez le motif', text: `Une phrase suffit ; elle est conservée et montrée à tous. ${NOTHING}` };
    case 'nothing-changes':
      return {
        title: 'Cet avenant ne change rien',
        text: `Modifiez un montant, une date, un partenaire ou une tranche. ${NOTHING}`,
      };
    case 'deadline-too-soon':
      return {
        title: 'Ce délai est trop court',
        text: `Laissez au moins sept jours aux partenaires : après le ${parisDateTime(refusal.earliest)}. ${NOTHING}`,
      };
  }
}

type SignRefusal = Exclude<
  GrantRefusal,
  ActRefusal | { code: 'terms' | 'wave-lacks' | 'share-used' | 'tranche-asked' | 'ledger-says-no' }
>;

function signMessage(refusal: SignRefusal): Message {
  switch (refusal.code) {
    case 'superseded':
      return {
        title: 'Cette version n’est plus celle à signer',
        text: `Vous avez lu la version ${refusal.readVersion} ; la version actuelle est la ${refusal.currentVersion}. Votre signature n’a pas été enregistrée. Lisez la version ${refusal.currentVersion} ci-dessous avant de signer.`,
      };
    case 'not-sent':
      return {
        title: 'Cette version n’est pas encore à signer',
        text: `La version ${refusal.version} est en préparation : vous serez prévenu quand elle sera prête. ${NOTHING}`,
      };
    case 'too-late':
      return {
        title: 'Le délai de signature est passé',
        text: `Il courait jusqu’au ${parisDateTime(refusal.signBy)}. Votre signature nous est parvenue le ${parisDateTime(refusal.receivedAt)} et n’a pas été enregistrée. Écrivez au service de l’appel sans attendre.`,
      };
    case 'may-not-sign':
      return {
        title: 'Vous ne pouvez pas signer pour cette organisation',
        text: `Pour signer au nom de ${refusal.organisation}, il faut la représenter, ou tenir d’elle un mandat de signature en cours à cet instant. ${NOTHING} Un représentant peut donner ce mandat depuis la page « Équipe et mandats ».`,
      };
    case 'no-delegation':
      return {
        title: 'Vous ne pouvez pas signer pour le service',
        text: `Il faut le rôle de responsable du programme, ou une délégation de signature en cours à cet instant. ${NOTHING}`,
      };
    case 'name-differs':
      return {
        title: 'Le nom tapé n’est pas le vôtre',
        text: `Pour signer, tapez votre nom tel qu’il figure sur votre compte : ${refusal.expected}. ${NOTHING}`,
      };
    case 'already-signed':
      return {
        title: 'C’est déjà signé',
        text: `${refusal.by} a signé le ${parisDateTime(refusal.at)}. Il n’y a rien de plus à faire.`,
      };
    case 'partners-first':
      return {
        title: 'Le service signe en dernier',
        text: `Il manque encore la signature de : ${refusal.missing.join(', ')}. ${NOTHING}`,
      };
    case 'not-proven':
      return {
        title: 'Votre identité n’a pas été confirmée',
        text: `${refusal.provider} n’a pas confirmé votre signature. ${NOTHING} Réessayez, ou écrivez au service de l’appel.`,
      };
    default:
      return { title: 'Acte refusé', text: `Rouvrez la page et recommencez. ${NOTHING}` };
  }
}

export function faultText(fault: TermsFault): string {
  switch (fault.code) {
    case 'shares-differ':
      return `Les parts font ${formatCents(fault.sharesCents)} et l’aide est de ${formatCents(fault.totalCents)} : l’écart est de ${formatCents(Math.abs(fault.sharesCents - fault.totalCents))}.`;
    case 'total-over-base':
      return `L’aide (${formatCents(fault.totalCents)}) dépasse l’assiette éligible (${formatCents(fault.baseCents)}).`;
    case 'advance-over-cap':
      return `L’avance serait de ${formatCents(fault.advanceCents)} ; elle ne peut dépasser ${formatCents(fault.capCents)}, soit ${fault.capPercent} % de l’aide.`;
    case 'dates-reversed':
      return 'Le projet doit finir après son début.';
    case 'percents-differ':
      return `Les tranches doivent faire 100 % ensemble ; elles font ${fault.sumPercent} %. Quand une tranche est réglée, ce qui reste suit les proportions des autres.`;
    case 'no-tranche':
      return 'Il faut au moins une tranche qui ne soit pas réglée.';
    case 'settled-over-share':
      return `La part de ${fault.partner} (${formatCents(fault.shareCents)}) est inférieure à ses tranches déjà réglées (${formatCents(fault.settledCents)}).`;
    case 'partner-twice':
      return `${fault.name} figure déjà parmi les partenaires.`;
    case 'lead-unknown':
      return 'Désignez un chef de file parmi les partenaires qui ont une part.';
  }
}
