import { DEMO_PASSWORD, DEMO_PEOPLE } from '../src/identity/demo.ts';

/** Prints the demonstration's accounts. */
const width = Math.max(...DEMO_PEOPLE.map(({ email }) => email.length));
console.log(`Comptes de démonstration (mot de passe de tous : ${DEMO_PASSWORD})\n`);
for (const { email, what } of DEMO_PEOPLE) console.log(`  ${email.padEnd(width)}  ${what}`);
console.log('');
