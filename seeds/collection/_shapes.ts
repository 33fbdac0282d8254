import { Document, type Material, type Node, NodeIO } from '@gltf-transform/core';

type Triple = readonly [number, number, number];

interface Shape {
  readonly positions: readonly number[];
  readonly normals: readonly number[];
  readonly indices: readonly number[];
}

const FACES: readonly (readonly [Triple, Triple, Triple])[] = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [-1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ],
  [
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ],
  [
    [0, -1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ],
  [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
  ],
  [
    [0, 0, -1],
    [0, 1, 0],
    [1, 0, 0],
  ],
];

/** A box of one metre, its faces apart so that its edges are sharp. */
function cube(): Shape {
  const [positions, normals, indices]: [number[], number[], number[]] = [[], [], []];
  for (const [normal, u, v] of FACES) {
    const first = positions.length / 3;
    for (const [a, b] of [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const) {
      for (const axis of [0, 1, 2] as const) positions.push((normal[axis] + a * u[axis] + b * v[axis]) / 2);
      normals.push(...normal);
    }
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  return { positions, normals, indices };
}

const SIDES = 24;

/** A cylinder of one metre across and one metre high, closed by its two discs. */
function cylinder(): Shape {
  const [positions, normals, indices]: [number[], number[], number[]] = [[], [], []];
  const push = (point: Triple, normal: Triple) => {
    positions.push(...point);
    normals.push(...normal);
    return positions.length / 3 - 1;
  };
  const around = (side: number) => {
    const angle = (side / SIDES) * 2 * Math.PI;
    return [Math.cos(angle), Math.sin(angle)] as const;
  };
  const [top, bottom] = [push([0, 0.5, 0], [0, 1, 0]), push([0, -0.5, 0], [0, -1, 0])];
  for (let side = 0; side < SIDES; side += 1) {
    const [[x, z], [nextX, nextZ]] = [around(side), around(side + 1)];
    const low = push([x / 2, -0.5, z / 2], [x, 0, z]);
    const lowNext = push([nextX / 2, -0.5, nextZ / 2], [nextX, 0, nextZ]);
    const high = push([x / 2, 0.5, z / 2], [x, 0, z]);
    const highNext = push([nextX / 2, 0.5, nextZ / 2], [nextX, 0, nextZ]);
    indices.push(low, high, lowNext, lowNext, high, highNext);
    const cap = push([x / 2, 0.5, z / 2], [0, 1, 0]);
    const capNext = push([nextX / 2, 0.5, nextZ / 2], [0, 1, 0]);
    indices.push(top, capNext, cap);
    const base = push([x / 2, -0.5, z / 2], [0, -1, 0]);
    const baseNext = push([nextX / 2, -0.5, nextZ / 2], [0, -1, 0]);
    indices.push(bottom, base, baseNext);
  }
  return { positions, normals, indices };
}

const SHAPES = { box: cube(), cylinder: cylinder() } as const;

/** One object of a scene, in metres; `at` is its centre. */
export interface Thing {
  readonly name: string;
  readonly shape: keyof typeof SHAPES;
  readonly size: Triple;
  readonly at: Triple;
  /** Linear, 0 to 1. */
  readonly colour: Triple;
  readonly metal?: boolean;
}

/** A scene as one binary glTF file: shapes are shared, colours are materials, everything has a name. */
export async function sceneOf(title: string, things: readonly Thing[]): Promise<Buffer> {
  const document = new Document();
  document.getRoot().getAsset().generator = 'Deffinum';
  const buffer = document.createBuffer();
  const scene = document.createScene(title);
  const accessors = Object.fromEntries(
    Object.entries(SHAPES).map(([name, { positions, normals, indices }]) => [
      name,
      {
        POSITION: document.createAccessor().setType('VEC3').setArray(new Float32Array(positions)).setBuffer(buffer),
        NORMAL: document.createAccessor().setType('VEC3').setArray(new Float32Array(normals)).setBuffer(buffer),
        indices: document.createAccessor().setType('SCALAR').setArray(new Uint16Array(indices)).setBuffer(buffer),
      },
    ]),
  );
  const materials = new Map<string, Material>();
  const painted = ({ colour, metal }: Thing) => {
    const key = `${colour} ${metal}`;
    const made =
      materials.get(key) ??
      document
        .createMaterial(`Couleur ${materials.size + 1}`)
        .setBaseColorFactor([...colour, 1])
        .setMetallicFactor(metal ? 0.7 : 0)
        .setRoughnessFactor(metal ? 0.4 : 0.8);
    materials.set(key, made);
    return made;
  };
  for (const thing of things) {
    const held = accessors[thing.shape];
    if (!held) continue;
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', held.POSITION)
      .setAttribute('NORMAL', held.NORMAL)
      .setIndices(held.indices)
      .setMaterial(painted(thing));
    const node: Node = document
      .createNode(thing.name)
      .setMesh(document.createMesh(thing.name).addPrimitive(primitive))
      .setTranslation([...thing.at])
      .setScale([...thing.size]);
    scene.addChild(node);
  }
  return Buffer.from(await new NodeIO().writeBinary(document));
}
