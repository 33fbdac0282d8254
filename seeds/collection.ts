import { plantPublished } from '../src/commons/fixtures/planted.ts';
import type { Description } from '../src/commons/model/description.ts';
import { EXAMINE } from '../src/commons/store/deposit.ts';
import { DEMO_PEOPLE } from '../src/identity/demo.ts';
import { findPersonByEmail, organisationBySiret } from '../src/identity/index.ts';
import { isUnavailable } from '../src/kernel/db.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { isMarked, setMark } from '../src/kernel/mark.ts';
import { HEIGHTS, SCAFFOLD } from './collection/_heights.ts';
import { activityOf, cmi5Of, scormOf } from './collection/_lesson.ts';
import { FIRE, LIFTING } from './collection/_lessons.ts';
import { workshopPanorama } from './collection/_panorama.ts';
import { workshopScene } from './collection/_workshop.ts';
import {
  FIRE_MODULE,
  HEIGHTS_COURSE,
  LIFTING_MODULE,
  SCAFFOLD_ACTIVITY,
  WORKSHOP_PANORAMA,
  WORKSHOP_SCENE,
} from './collection/descriptions.ts';
import type { Say } from './world.ts';

interface Shipped {
  readonly name: string;
  readonly make: () => Promise<Buffer>;
  readonly description: Description;
}

const HEIGHTS_WORDS = {
  id: 'https://deffinum.example/cours/hauteur',
  title: HEIGHTS_COURSE.title,
  summary: 'Repérer, se protéger, réagir.',
};

/** In the order in which they are published: the last one is at the head of the catalogue. */
export const COLLECTION: readonly Shipped[] = [
  { name: 'feu.zip', make: async () => scormOf(FIRE, '2004 4th Edition'), description: FIRE_MODULE },
  { name: 'charge.zip', make: async () => scormOf(LIFTING, '1.2'), description: LIFTING_MODULE },
  {
    name: 'echafaudage.zip',
    make: async () => activityOf('https://deffinum.example/activites/echafaudage', SCAFFOLD),
    description: SCAFFOLD_ACTIVITY,
  },
  { name: 'hauteur.zip', make: async () => cmi5Of(HEIGHTS_WORDS, HEIGHTS), description: HEIGHTS_COURSE },
  { name: 'atelier-360.jpg', make: workshopPanorama, description: WORKSHOP_PANORAMA },
  { name: 'atelier.glb', make: workshopScene, description: WORKSHOP_SCENE },
];

/**
 * Resources of the project, so that the demonstration has something worth opening: made here, then deposited, examined,
 * described and published by the product's own acts. Runs beside the open demonstration; cut, it goes on from where it stopped.
 */
export async function plantCollection(kernel: Kernel, say: Say): Promise<void> {
  // Examined at once, below: a second examination would cost its process again.
  const enqueue: Kernel['jobs']['enqueue'] = async (tx, name, ...job) => {
    if (name !== EXAMINE) await kernel.jobs.enqueue(tx, name, ...job);
  };
  const planting: Kernel = { ...kernel, jobs: { ...kernel.jobs, enqueue } };
  try {
    for (const one of COLLECTION) await plantOne(planting, one, say);
  } catch (error) {
    if (!isUnavailable(error)) kernel.log.error({ err: error }, 'the collection of the demonstration broke');
  }
}

async function plantOne(kernel: Kernel, { name, make, description }: Shipped, say: Say): Promise<void> {
  const mark = `collection ${name}`;
  if (await isMarked(kernel.db, mark, '1')) return;
  say(`Communs : « ${description.title} »`);
  const author = await authorOf(kernel);
  const file = { name, bytes: await make() };
  await plantPublished(kernel, { ...author, output: null, at: kernel.clock.now(), file, description });
  await setMark(kernel.db, mark, '1');
}

/** The demonstration's first applicant, for the organisation they represent. */
async function authorOf({ db }: Kernel): Promise<{ personId: string; organisationId: string }> {
  const depositor = DEMO_PEOPLE.find(({ siret }) => siret);
  const person = depositor ? await findPersonByEmail(db, depositor.email) : null;
  const organisation = depositor?.siret ? await organisationBySiret(db, depositor.siret) : null;
  if (!person || !organisation) throw new Error('the collection needs the demonstration accounts');
  return { personId: person.id, organisationId: organisation.id };
}
