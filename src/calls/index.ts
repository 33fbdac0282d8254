export type {
  Column,
  Condition,
  Field,
  FieldKind,
  FormRevision,
  Indicator,
  Option,
  Section,
  WorkPackage,
} from './model/form.ts';
export { FAMILIES, type Family, type Rule, type RuleKind, type Scope } from './model/rules.ts';
