export { openCoursePackage, openCourseStructure } from './gate/course.ts';
export type { Unit } from './gate/manifests/scorm.ts';
export { refusalText } from './gate/messages.ts';
export type { Source } from './gate/source.ts';
export { KIND_LABELS } from './messages.ts';
export { arkPath, foldArk } from './model/ark.ts';
export type { Light } from './model/light.ts';
export { type LomFacts, lomFrElement } from './model/lomfr.ts';
export { opensHere, viewerOf } from './model/opening.ts';
export type { Refusal } from './model/verdict.ts';
export { KINDS, type Kind } from './model/verdict.ts';
export {
  firstChange,
  type Harvested,
  type HarvestQuery,
  harvestCount,
  harvestOne,
  harvestPage,
  harvestSectors,
  type Place,
} from './store/harvest.ts';
export { lightOf } from './store/light.ts';
export { type Published, publishedAt, publishedVersion } from './store/opened.ts';
export {
  activityOf,
  entriesOf,
  MANIFEST_BYTES,
  manifestOf,
  type PackageEntries,
  type PackageEntry,
  unitsOf,
} from './store/package.ts';
export { outputOf } from './store/read.ts';
export { searchResources } from './store/search.ts';
