/** three ships no types; what its loader is given. */
declare module 'three/examples/jsm/libs/meshopt_decoder.module.js' {
  export const MeshoptDecoder: { readonly ready: Promise<void>; readonly supported: boolean };
}
