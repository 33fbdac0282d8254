import type { DbOrTx } from '../kernel/db.ts';
import type { CommonsAnswer } from './model/request.ts';

/** Asks the digital commons whether the output of a milestone is there. */
export interface CommonsPort {
  holds(db: DbOrTx, milestone: { readonly agreementId: string; readonly trancheId: string }): Promise<CommonsAnswer>;
}

/** As long as no repository answers, nothing is said to be in it. */
export const closedCommons: CommonsPort = {
  holds: async () => ({ inCommons: false, text: 'Non vérifiable ici : le dépôt des communs n’est pas ouvert.' }),
};
