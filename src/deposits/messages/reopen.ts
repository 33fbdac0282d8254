import type { Message } from '../../kernel/decision.ts';
import { parisDateTimeExact } from '../../kernel/instant.ts';
import { noLongerActing } from '../messages.ts';
import type { ReopenRefusal } from '../model/reopen.ts';

const STANDS = 'Le dépôt déjà fait reste valable.';

export function reopenMessage(refusal: ReopenRefusal): Message {
  switch (refusal.code) {
    case 'no-longer-acting':
      return noLongerActing(refusal.organisation, `Rien n’a changé. ${STANDS}`);
    case 'not-lead':
      return {
        title: 'Seul le chef de file rouvre le dossier',
        text: `Vous écrivez dans ce dossier pour un partenaire. Demandez au chef de file de le rouvrir. ${STANDS}`,
      };
    case 'withdrawn':
      return {
        title: 'Ce dossier a été retiré',
        text: 'Un dossier retiré ne se rouvre pas. Si la vague est encore ouverte, vous pouvez commencer un nouveau dossier.',
      };
    case 'not-deposited':
      return { title: 'Ce dossier n’est pas déposé', text: 'Il se modifie déjà : ouvrez ses rubriques.' };
    case 'already-open':
      return { title: 'Ce dossier est déjà rouvert', text: 'Modifiez-le, puis déposez-le à nouveau avant la clôture.' };
    case 'late':
      return {
        title: 'L’appel est clos',
        text: `L’appel a fermé le ${parisDateTimeExact(refusal.closesAt)}. Votre demande nous est parvenue le ${parisDateTimeExact(refusal.receivedAt)}. ${STANDS}`,
      };
  }
}
