import { PUBLISH_AGREEMENTS } from '../../grants/index.ts';

/** Everything signed and not yet published: queued by each signature, and each night for what was missed. */
export const PUBLISH = PUBLISH_AGREEMENTS;
