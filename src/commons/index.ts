export { arkPath, foldArk } from './model/ark.ts';
export { opensHere, viewerOf } from './model/opening.ts';
export { type Published, publishedVersion } from './store/opened.ts';
export { outputOf } from './store/read.ts';
