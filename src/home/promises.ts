/** What the platform promises, and the command with which anyone checks it. Each names a file of `proofs/`; a test holds it. */
export const HOME_PROMISES: readonly { readonly promise: string; readonly proof: string }[] = [
  { promise: 'Aucune enveloppe n’est dépassée, même attaquée par 32 clients à la fois.', proof: 'overspend' },
];
