/** The door of the interface: every component a page needs. Look at them all on `/demo/composants`. */
export { asset, assetBytes } from './assets.ts';
export { BarChart, LineChart, StackedBar } from './chart.tsx';
export { Checkbox, Checkboxes, type Choice, Fieldset, Radios, Select } from './fields/choices.tsx';
export { DateField, DateTimeField } from './fields/dates.tsx';
export { FileField, type FileItem, FileList } from './fields/files.tsx';
export {
  centsToInput,
  type FieldProps,
  type FieldWidth,
  fieldId,
  MoneyField,
  NumberField,
  TextArea,
  TextField,
} from './fields.tsx';
export { Actions, Button, ButtonLink, ConfirmForm, ErrorSummary, Form, Hidden } from './form.tsx';
export {
  count,
  formatBytes,
  formatCents,
  formatCompact,
  formatNumber,
  formatPercent,
  frenchDay,
  parisDate,
  parisDateTime,
  parisDateTimeExact,
  zonedLocal,
} from './format.ts';
export {
  type Step,
  Steps,
  type SummaryLine,
  SummaryList,
  type Tab,
  TabLinks,
  Tabs,
  type Task,
  TaskList,
  Timeline,
  type TimelineEntry,
} from './lists.tsx';
export { Details, EmptyState, Notice, Panel, Progress, Stat, Stats, StatusTag, type Tone } from './notice.tsx';
export { Breadcrumbs, type Crumb, Page, PageHead, type View } from './page.tsx';
export { ProblemPage } from './problem.tsx';
export { type Answered, Said } from './said.tsx';
export { Pagination, ScrollBox, Table, type TableColumn } from './table.tsx';
export { viewOf } from './view.ts';
export { WhyPanel } from './why.tsx';
