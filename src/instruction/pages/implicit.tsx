import { count, frenchDay, Panel, SummaryList } from '../../ui/index.ts';
import type { ImplicitRejection } from '../model/implicit.ts';

/** The date with its computation: nobody has to take it on trust. */
export function ImplicitPanel({ implicit }: { readonly implicit: ImplicitRejection }) {
  return (
    <Panel title={`Rejet implicite le ${frenchDay(implicit.on)}`}>
      <p>
        Une demande d’aide financière restée sans réponse pendant deux mois est réputée rejetée (CRPA, article L. 231-4,
        3°). Le délai est suspendu pendant que le candidat complète son dossier (article L. 114-5).
      </p>
      <SummaryList
        lines={[
          { term: 'Demande reçue le', value: frenchDay(implicit.receivedOn) },
          { term: 'Deux mois plus tard', value: frenchDay(implicit.baseOn) },
          ...implicit.suspensions.map((one) => ({
            term: 'Suspension',
            value: `du ${frenchDay(one.fromOn)} au ${frenchDay(one.toOn)} : ${count(one.days, 'jour')}`,
          })),
          {
            term: 'Rejet implicite',
            value: `${frenchDay(implicit.baseOn)} + ${count(implicit.days, 'jour')} = ${frenchDay(implicit.on)}`,
          },
        ]}
      />
    </Panel>
  );
}
