import type { Config } from '../../kernel/config.ts';
import type { Party } from '../sepa/file.ts';

/** An account that belongs to nobody, of a bank that does not exist: a demonstration has no other. */
const DEMO_DEBTOR: Party = {
  name: 'Agent comptable fictif (demonstration)',
  iban: 'FR7699999000010000000000115',
  bic: 'TESTFRPPXXX',
};

/** The account payments leave from; `null`: this installation names none, and no file is made. */
export function debtorOf(config: Pick<Config, 'PAYER_IBAN' | 'PAYER_BIC' | 'PAYER_NAME' | 'DEMO'>): Party | null {
  const { PAYER_IBAN: iban, PAYER_BIC: bic, PAYER_NAME: name } = config;
  if (iban && bic && name) return { name, iban, bic };
  return config.DEMO ? DEMO_DEBTOR : null;
}
