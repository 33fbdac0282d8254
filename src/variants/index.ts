/** The door: variants of a stored content, by its SHA-256. */
export { validateScene } from './check.ts';
export { ASKED_HINTS, readHints, VARY_ON } from './form.ts';
export { ORIGINAL_LABELS, variantLabel } from './messages.ts';
export { chooseForm, type Hints } from './model/choose.ts';
export type { Form, Role } from './model/plan.ts';
export type { Progress, Step } from './model/progress.ts';
export type { Validation } from './model/validation.ts';
export type { Variant } from './model/variant.ts';
export { waitText } from './model/weight.ts';
export { FormsView } from './pages/forms.tsx';
export { ValidationView, weightSentence } from './pages/report.tsx';
export { progressWords, VariantsWork } from './pages/work.tsx';
export { askVariants, progressOf, stepsOf, variantsOf } from './store.ts';
