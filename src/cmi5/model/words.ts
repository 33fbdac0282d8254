/** Names that the cmi5 specification (quartz 1.0) gives. */
const ADL = 'http://adlnet.gov/expapi/verbs/';
const W3ID = 'https://w3id.org/xapi/';

export const VERBS = {
  launched: `${ADL}launched`,
  initialized: `${ADL}initialized`,
  completed: `${ADL}completed`,
  passed: `${ADL}passed`,
  failed: `${ADL}failed`,
  terminated: `${ADL}terminated`,
  abandoned: `${W3ID}adl/verbs/abandoned`,
  waived: `${W3ID}adl/verbs/waived`,
  satisfied: `${W3ID}adl/verbs/satisfied`,
} as const;
export type Verb = keyof typeof VERBS;

const NAMES = new Map<string, Verb>(Object.entries(VERBS).map(([name, iri]) => [iri, name as Verb]));
/** `null`: not a verb that cmi5 defines. */
export const verbNamed = (iri: unknown): Verb | null => NAMES.get(String(iri)) ?? null;

export const CATEGORY = `${W3ID}cmi5/context/categories/cmi5`;
export const MOVE_ON_CATEGORY = `${W3ID}cmi5/context/categories/moveon`;
export const SESSION_ID = `${W3ID}cmi5/context/extensions/sessionid`;
export const MASTERY_SCORE = `${W3ID}cmi5/context/extensions/masteryscore`;
export const LAUNCH_MODE = `${W3ID}cmi5/context/extensions/launchmode`;
export const LAUNCH_URL = `${W3ID}cmi5/context/extensions/launchurl`;
export const MOVE_ON = `${W3ID}cmi5/context/extensions/moveon`;
export const LAUNCH_PARAMETERS = `${W3ID}cmi5/context/extensions/launchparameters`;
export const REASON = `${W3ID}cmi5/result/extensions/reason`;
export const ACTIVITY_TYPE = { block: `${W3ID}cmi5/activitytype/block`, course: `${W3ID}cmi5/activitytype/course` };
/** Documents that the platform and units exchange (sections 10 and 11). */
export const LAUNCH_DATA = 'LMS.LaunchData';
export const PREFERENCES = 'cmi5LearnerPreferences';
export const LAUNCH_MODES = ['Normal', 'Browse', 'Review'] as const;
export type LaunchMode = (typeof LAUNCH_MODES)[number];
/** Why a unit is waived (section 9.5.5.2). */
export const REASONS = ['Tested Out', 'Equivalent AU', 'Equivalent Outside Activity', 'Administrative'] as const;
export type Reason = (typeof REASONS)[number];
