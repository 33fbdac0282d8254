/** What the platform promises, and the command with which anyone checks it. Each names a file of `proofs/`; a test holds it. */
export const HOME_PROMISES: readonly { readonly promise: string; readonly proof: string }[] = [
  {
    promise: 'À la clôture, aucun dépôt perdu, aucun accepté en retard, aucun refusé à temps.',
    proof: 'deadline-storm',
  },
  { promise: 'Votre accusé de réception se vérifie hors ligne\u00a0; un seul octet changé se voit.', proof: 'receipt' },
  { promise: 'Aucune enveloppe n’est dépassée, même attaquée par 32 clients à la fois.', proof: 'overspend' },
  { promise: 'Chaque solde du grand livre se recalcule depuis ses seuls virements.', proof: 'ledger' },
  { promise: 'Une décision inscrite au journal ne change plus sans que cela se voie.', proof: 'journal' },
  { promise: 'Chaque centime payé remonte par un seul chemin à l’enveloppe du plan.', proof: 'euro-thread' },
  { promise: 'Ce qui est enregistré survit à un arrêt brutal.', proof: 'durability' },
];
