import { outputOf } from '../commons/index.ts';
import type { DbOrTx } from '../kernel/db.ts';
import type { CommonsAnswer } from './model/request.ts';

/** Asks the digital commons whether the output of a milestone is there. */
export interface CommonsPort {
  holds(db: DbOrTx, milestone: { readonly agreementId: string; readonly trancheId: string }): Promise<CommonsAnswer>;
}

/** A deliverable is received when a published resource says that it is its output. */
export const commons: CommonsPort = {
  holds: async (db, milestone) =>
    (await outputOf(db, milestone)) !== null
      ? { inCommons: true }
      : {
          inCommons: false,
          text: 'Aucune ressource publiée aux communs ne se dit le livrable de ce jalon. Le partenaire la dépose sur la page « Déposer une ressource », choisit cette convention et ce jalon, puis la publie.',
        },
};
