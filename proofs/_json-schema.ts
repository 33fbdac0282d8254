/** The part of JSON Schema that `data/schemas/360giving-grant-subset.json` uses. An unknown keyword is an error, never ignored. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

const KNOWN = new Set([
  ...['title', 'type', 'additionalProperties', 'required', 'properties', 'items', 'minItems', 'enum', 'pattern'],
  ...['maxLength', '$ref', 'definitions'],
]);

type Values = Readonly<Record<string, unknown>>;

/** @returns what the schema refuses, each with its place; empty when the value is valid */
export function faultsOf(root: Schema, value: unknown, schema: Schema = root, at = '$'): string[] {
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
  if (unknown.length > 0) throw new Error(`keywords not checked: ${unknown.join(', ')}`);
  if (typeof schema.$ref === 'string') return faultsOf(root, value, resolve(root, schema.$ref), at);
  if (!hasType(schema.type, value)) return [`${at}: not ${String(schema.type)}`];
  return [
    ...scalarFaults(schema, value, at),
    ...(Array.isArray(value) ? arrayFaults(root, schema, value, at) : []),
    ...(schema.type === 'object' ? objectFaults(root, schema, value as Values, at) : []),
  ];
}

function resolve(root: Schema, ref: string): Schema {
  const found = ref
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((node, key) => (node as Values)[key], root);
  if (found === undefined) throw new Error(`no such definition: ${ref}`);
  return found as Schema;
}

function hasType(type: unknown, value: unknown): boolean {
  if (type === undefined) return true;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function scalarFaults({ enum: allowed, pattern, maxLength }: Schema, value: unknown, at: string): string[] {
  const faults: string[] = [];
  if (Array.isArray(allowed) && !allowed.includes(value)) faults.push(`${at}: not one of ${allowed.join(', ')}`);
  if (typeof value !== 'string') return faults;
  if (typeof pattern === 'string' && !new RegExp(pattern).test(value)) faults.push(`${at}: not like ${pattern}`);
  if (typeof maxLength === 'number' && [...value].length > maxLength)
    faults.push(`${at}: over ${maxLength} characters`);
  return faults;
}

function arrayFaults(root: Schema, { items, minItems }: Schema, value: readonly unknown[], at: string): string[] {
  const few = typeof minItems === 'number' && value.length < minItems ? [`${at}: fewer than ${minItems}`] : [];
  const inside = items ? value.flatMap((one, index) => faultsOf(root, one, items as Schema, `${at}[${index}]`)) : [];
  return [...few, ...inside];
}

function objectFaults(root: Schema, schema: Schema, value: Values, at: string): string[] {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const missing = ((schema.required ?? []) as readonly string[]).filter((name) => !(name in value));
  const extra = schema.additionalProperties === false ? Object.keys(value).filter((name) => !(name in properties)) : [];
  return [
    ...missing.map((name) => `${at}.${name}: missing`),
    ...extra.map((name) => `${at}.${name}: not of the schema`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const inside = properties[name];
      return inside ? faultsOf(root, one, inside, `${at}.${name}`) : [];
    }),
  ];
}
