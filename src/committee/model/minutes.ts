import type { Instant } from '../../kernel/instant.ts';
import { formatCents } from '../../kernel/money.ts';
import { type CommitteeWave, isDeparture, type Move, present, type Session, totalCents } from './list.ts';
import type { ItemOutcome } from './outcome.ts';
import { type Paper, section } from './paper.ts';

export const OUTCOME_WORDS: Readonly<Record<ItemOutcome, string>> = {
  retained: 'retenu',
  'retained-for-less': 'retenu pour un montant moindre',
  reserve: 'liste complémentaire',
  refused: 'non retenu',
  redirected: 'réorienté',
};

export interface MinutesFacts {
  readonly committee: CommitteeWave;
  readonly session: Session;
  readonly moves: readonly Move[];
  readonly waveName: string;
  readonly nameOf: (personId: string) => string;
  readonly when: (at: Instant) => string;
}

export function minutesOf(facts: MinutesFacts): Paper {
  const { committee, session, waveName, when } = facts;
  const isDecided = session.state === 'closed';
  return {
    title: `Procès-verbal de la séance ${session.number}`,
    author: 'Comité de sélection',
    footer: `${waveName}, séance ${session.number}`,
    intro: isDecided
      ? 'Le comité a adopté la liste ci-dessous ; elle vaut décision de la vague.'
      : session.state === 'adjourned'
        ? 'La séance a été ajournée : rien n’a été décidé.'
        : 'Séance en cours : ce relevé changera jusqu’à sa clôture.',
    facts: [
      { label: 'Vague', value: waveName },
      { label: 'Convoquée pour le', value: `${when(session.heldAt)}, ${session.place}` },
      ...(session.openedAt ? [{ label: 'Ouverte le', value: when(session.openedAt) }] : []),
      ...(session.closedAt ? [{ label: 'Close le', value: when(session.closedAt) }] : []),
      { label: 'Quorum', value: `${present(session).length} présents, ${session.quorum} requis` },
      ...(session.closingReason ? [{ label: 'Motif de clôture', value: session.closingReason }] : []),
    ],
    sections: [
      section('Membres', {
        bullets: session.members.map(
          ({ personId, role, present: here }) =>
            `${facts.nameOf(personId)}${role === 'chair' ? ', préside' : ''} : ${here ? 'présent·e' : 'absent·e'}`,
        ),
      }),
      section('Retraits pour lien avec un dossier', { bullets: recusalsOf(facts) }),
      section('Mouvements sur la liste', { bullets: movesOf(facts) }),
      section('Liste', {
        paragraphs: [
          `Total des aides : ${formatCents(totalCents(committee.items))}. Une étoile marque un écart avec la proposition du calcul.`,
        ],
        table: {
          head: ['Projet', 'Rang', 'Décision', 'Aide'],
          rows: committee.items.map((item) => [
            `${item.title} (${item.depositNumber})`,
            String(item.rank),
            `${OUTCOME_WORDS[item.outcome]}${isDeparture(item) ? ' *' : ''}`,
            formatCents(item.grantedCents),
          ]),
        },
      }),
    ],
  };
}

const titleIn = ({ committee }: MinutesFacts, id: string) =>
  committee.items.find(({ applicationId }) => applicationId === id)?.title ?? '';

function recusalsOf(facts: MinutesFacts): string[] {
  const lines = facts.session.recusals.map(
    ({ applicationId, personId, detail }) =>
      `${facts.nameOf(personId)} se retire pour « ${titleIn(facts, applicationId)} » : ${detail}`,
  );
  return lines.length > 0 ? lines : ['Aucun.'];
}

function movesOf(facts: MinutesFacts): string[] {
  const lines = facts.moves.map(
    (move) =>
      `« ${titleIn(facts, move.applicationId)} » : de ${OUTCOME_WORDS[move.fromOutcome]} à ${OUTCOME_WORDS[move.toOutcome]} (${formatCents(move.toCents)}), par ${facts.nameOf(move.authorId)}, le ${facts.when(move.at)}. Motif : ${move.reason}`,
  );
  return lines.length > 0 ? lines : ['Aucun : la liste est celle du calcul.'];
}
