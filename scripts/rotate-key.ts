import { boot } from '../src/boot.ts';
import { rotateKey } from '../src/deposits/store/keys.ts';

/** Puts a new signing key in service. Receipts already given stay valid: their key remains published at `/cles`. */
const { kernel, close } = await boot('rotate-key');
const id = await rotateKey(kernel.db, kernel.config.SECRET, kernel.clock.now());
console.log(
  `Nouvelle clé de signature en service : ${id}. Les clés publiques sont publiées à ${kernel.config.PUBLIC_URL}/cles`,
);
await close();
process.exit(0);
