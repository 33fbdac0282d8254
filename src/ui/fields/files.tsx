import type { Child } from 'hono/jsx';
import { control, FieldError, type FieldProps, fieldId, Hint, Optional } from '../fields.tsx';
import { formatBytes } from '../format.ts';
import { StatusTag, type Tone } from '../notice.tsx';

export interface FileItem {
  readonly name: string;
  readonly sizeBytes: number;
  readonly href?: string | undefined;
  /** « Reçu », « Pas encore analysé », « Refusé ». */
  readonly status: string;
  readonly tone?: Tone;
  /** SHA-256, hexadecimal: shown shortened, copied whole. */
  readonly sha256?: string | undefined;
  /** A form or a link that removes it. */
  readonly action?: Child;
}

export interface FileFieldProps extends Omit<FieldProps, 'value' | 'autocomplete'> {
  /** Extensions or types, as the `accept` attribute takes them. */
  readonly accept: readonly string[];
  readonly maxBytes: number;
  readonly multiple?: boolean;
  /** Already there. Put the field outside of other forms when their actions are forms. */
  readonly files?: readonly FileItem[];
  /**
   * Resumable upload (bundle `upload`); without it, or without script, the file goes with its form (`<Form multipart>`).
   * A finished upload is then posted to `attach.url` as the field `televersement` with `attach.fields`: 2xx or a
   * redirect takes it, 422 `{ text }` refuses it. Without `attach`, its identifier joins the form under the field's name.
   * `list`: id of the `FileList` that shows what was taken, where it stands outside of the field.
   */
  readonly upload?: {
    readonly endpoint: string;
    readonly attach?: { readonly url: string; readonly fields?: Readonly<Record<string, string>> };
    readonly list?: string;
    /** What the files are for, where it is not a document: larger ones are then received. */
    readonly usage?: 'ressource';
  };
}

export function FileField(props: FileFieldProps) {
  const { name, label, hint, error, optional, accept, maxBytes, multiple = false, files = [], upload } = props;
  const limits = `${accept.map(nameOfType).join(', ')}\u00a0; ${formatBytes(maxBytes)} au plus.`;
  const limitsId = `${fieldId(name)}-limites`;
  const island = upload ? islandOf(upload, maxBytes) : {};
  return (
    <div class={error ? 'field field-invalid' : 'field'}>
      <label class="field-label" for={fieldId(name)}>
        {label}
        <Optional when={optional} />
      </label>
      <Hint name={name}>{hint}</Hint>
      <FieldError name={name}>{error}</FieldError>
      <file-list {...island} id={`${fieldId(name)}-liste`}>
        <FileList files={files} />
        <div class="file-drop">
          <input
            {...control(props, [limitsId])}
            class="file-input"
            type="file"
            accept={accept.join(',')}
            {...(multiple ? { multiple: true } : {})}
          />
          <p class="field-limit" id={limitsId}>
            {limits}
          </p>
        </div>
      </file-list>
    </div>
  );
}

function islandOf({ endpoint, attach, list, usage }: NonNullable<FileFieldProps['upload']>, maxBytes: number) {
  const attached = attach ? { 'attach-url': attach.url, 'attach-fields': JSON.stringify(attach.fields ?? {}) } : {};
  return {
    endpoint,
    'max-bytes': String(maxBytes),
    ...attached,
    ...(list ? { list } : {}),
    ...(usage ? { usage } : {}),
  };
}

const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const TYPE_NAMES: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/zip': 'ZIP',
  'application/json': 'JSON',
  'text/csv': 'CSV',
  [`${OPEN_DOCUMENT}.text`]: 'ODT',
  [`${OPEN_DOCUMENT}.spreadsheet`]: 'ODS',
  [`${OPEN_DOCUMENT}.presentation`]: 'ODP',
  [`${OFFICE}.wordprocessingml.document`]: 'DOCX',
  [`${OFFICE}.spreadsheetml.sheet`]: 'XLSX',
  [`${OFFICE}.presentationml.presentation`]: 'PPTX',
};

/** As people call it: « DOCX », « PNG ». */
const nameOfType = (type: string) =>
  TYPE_NAMES[type] ?? (type.startsWith('.') ? type.slice(1) : (type.split('/').at(-1) ?? type)).toUpperCase();

/** Files with their size and state; also stands alone, on a receipt for example. */
export function FileList({ files, id }: { readonly files: readonly FileItem[]; readonly id?: string }) {
  return (
    <ul class="files" data-files {...(id ? { id } : {})}>
      {files.map((file) => (
        <li class="file">
          <span class="file-name">{file.href ? <a href={file.href}>{file.name}</a> : file.name}</span>
          <span class="file-size">{formatBytes(file.sizeBytes)}</span>
          <StatusTag tone={file.tone ?? 'neutral'}>{file.status}</StatusTag>
          {file.sha256 ? <code class="hash">{file.sha256}</code> : null}
          {file.action}
        </li>
      ))}
    </ul>
  );
}
