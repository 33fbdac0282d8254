/** Where platforms elsewhere read our public keys. */
export { KEYS_PATH } from './model/words.ts';
