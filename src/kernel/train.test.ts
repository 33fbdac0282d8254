import { expect, test } from 'vitest';
import { openTrain } from './train.ts';

/** A train whose journeys are written down, each taking a turn of the clock. */
function line(fails: (keys: readonly string[]) => boolean = () => false) {
  const journeys: string[][] = [];
  const carry = openTrain<string, string>({
    seats: 3,
    keyOf: (passenger) => passenger.slice(0, 1),
    together: async (passengers) => {
      journeys.push([...passengers]);
      await new Promise((later) => setTimeout(later, 5));
      if (fails(passengers)) throw new Error('derailed');
      return new Map(passengers.filter((one) => !one.endsWith('?')).map((one) => [one.slice(0, 1), `${one} together`]));
    },
    alone: async (passenger) => {
      if (passenger.endsWith('!')) throw new Error(`${passenger} refused`);
      return `${passenger} alone`;
    },
  });
  return { carry, journeys };
}

test('who comes alone leaves at once; those who come meanwhile leave together, in order, as many as there are seats', async () => {
  const { carry, journeys } = line();
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(carry));
  expect(journeys).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  expect(answers).toEqual(['a', 'b', 'c', 'd', 'e'].map((one) => `${one} together`));
});

test('two of one key never travel together', async () => {
  const { carry, journeys } = line();
  await Promise.all(['a', 'b1', 'b2', 'c'].map(carry));
  expect(journeys).toEqual([['a'], ['b1', 'c'], ['b2']]);
});

test('who is left out travels alone, and delays nobody', async () => {
  const { carry } = line();
  expect(await Promise.all(['a', 'b?', 'c'].map(carry))).toEqual(['a together', 'b? alone', 'c together']);
});

test('a journey that fails is made again alone by each: one fault is one person’s', async () => {
  const { carry } = line((keys) => keys.includes('b!'));
  const outcomes = await Promise.allSettled(['a', 'b!', 'c', 'd', 'e'].map(carry));
  expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
    'a together',
    'b! refused',
    'c alone',
    'd alone',
    'e together',
  ]);
});
