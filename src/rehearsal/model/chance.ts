/** A deterministic draw: the same seed gives the same world, whatever the machine. mulberry32. */
export type Draw = () => number;

export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const between = (draw: Draw, least: number, most: number): number =>
  least + Math.floor(draw() * (most - least + 1));

/** The same elements in an order drawn at random. */
export function shuffled<Item>(draw: Draw, items: readonly Item[]): Item[] {
  const left = [...items];
  const out: Item[] = [];
  while (left.length > 0) out.push(...left.splice(Math.floor(draw() * left.length), 1));
  return out;
}

/** Integer parts of a total by weight, in whole units; the last takes the rest, so that they always make the total. */
export function apportion(total: number, weights: readonly number[], unit: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / sum / unit) * unit);
  const last = parts.length - 1;
  const rest = total - parts.reduce((all, part) => all + part, 0);
  return parts.map((part, index) => (index === last ? part + rest : part));
}
