/** A bank that exists nowhere: its code is that of no establishment. */
const NO_BANK = '99999';
export const NO_BIC = 'TESTFRPPXXX';

/** A French account number that passes the checks of its keys and belongs to nobody. @param rank up to eleven digits */
export function fictionalIban(rank: number): string {
  const [branch, account] = ['00002', String(rank).padStart(11, '0')];
  const key = 97 - ((89 * Number(NO_BANK) + 15 * Number(branch) + 3 * Number(account)) % 97);
  const bban = `${NO_BANK}${branch}${account}${String(key).padStart(2, '0')}`;
  // « FR00 » as digits, after the number: ISO 13616.
  const check = 98n - (BigInt(`${bban}152700`) % 97n);
  return `FR${String(check).padStart(2, '0')}${bban}`;
}
