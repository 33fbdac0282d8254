/** What a credential may do, in the words of the standard. */
export const SCOPES = [
  'statements/write',
  'statements/read/mine',
  'statements/read',
  'state',
  'define',
  'profile',
  'all/read',
  'all',
] as const;
export type Scope = (typeof SCOPES)[number];

export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

/** The scopes that let an act pass, each enough by itself. */
const ENOUGH = {
  'write-statements': ['statements/write', 'all'],
  'read-statements': ['statements/read', 'statements/read/mine', 'all/read', 'all'],
  'read-others': ['statements/read', 'all/read', 'all'],
  'write-state': ['state', 'all'],
  'read-state': ['state', 'all/read', 'all'],
  'write-profile': ['profile', 'all'],
  'read-profile': ['profile', 'all/read', 'all'],
  'read-definitions': ['statements/read', 'statements/read/mine', 'state', 'profile', 'define', 'all/read', 'all'],
  define: ['define', 'all'],
} as const satisfies Readonly<Record<string, readonly Scope[]>>;
export type XapiAct = keyof typeof ENOUGH;

export const mayDo = (scopes: ReadonlySet<string>, act: XapiAct): boolean => ENOUGH[act].some((one) => scopes.has(one));
export const enoughFor = (act: XapiAct): readonly Scope[] => ENOUGH[act];
