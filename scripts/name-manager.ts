import { nameFirstManager } from '../src/identity/store/role-changes.ts';
import { openInstallation } from './start/installation.ts';

/** `npm run name-manager nom@exemple.fr`: the first programme manager of an installation; the following ones are named on a page. */
const [email = ''] = process.argv.slice(2);
const { kernel, close } = await openInstallation('name-manager');
const outcome = await nameFirstManager(kernel.db, email, kernel.clock.now());
const SENTENCES = {
  named: `${email} est responsable du programme.`,
  'no-such-person': `Aucun compte à l’adresse « ${email} » : la personne le crée d’abord depuis la page de connexion.`,
  'already-managed': 'Il y a déjà un responsable du programme : il donne les rôles depuis /agent/roles.',
} as const;
console.log(SENTENCES[outcome]);
await close();
process.exit(outcome === 'named' ? 0 : 1);
