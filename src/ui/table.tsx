import type { Child } from 'hono/jsx';

export interface TableColumn<Row> {
  readonly label: string;
  readonly cell: (row: Row, index: number) => Child;
  /** Figures align on the right. */
  readonly numeric?: boolean;
  /** Names the row: read aloud with each of its cells. At most one, usually the first. */
  readonly header?: boolean;
}

export interface TableProps<Row> {
  readonly caption: Child;
  /** The caption is then for screen readers: a title just above says it. */
  readonly captionHidden?: boolean;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** One cell a column: totals. */
  readonly footer?: readonly Child[];
  /** Said in place of the rows. */
  readonly empty?: Child;
  /** On a phone: `cards`, a card a row; `scroll`, for a true matrix that must stay one. */
  readonly phone?: 'cards' | 'scroll';
}

export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden = false, columns, rows, footer, empty, phone = 'cards' } = props;
  const table = (
    <table class={`table table-${phone}`}>
      <caption class={captionHidden ? 'sr-only' : 'table-caption'}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" class={column.numeric ? 'numeric' : ''}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && empty ? (
          <tr>
            <td colspan={columns.length} class="table-empty">
              {empty}
            </td>
          </tr>
        ) : null}
        {rows.map((row, index) => (
          <tr>
            {columns.map((column) => (
              <Cell column={column} content={column.cell(row, index)} />
            ))}
          </tr>
        ))}
      </tbody>
      {footer ? <Footer columns={columns} footer={footer} /> : null}
    </table>
  );
  return phone === 'scroll' ? <ScrollBox label={caption}>{table}</ScrollBox> : table;
}

function Cell<Row>({ column, content }: { readonly column: TableColumn<Row>; readonly content: Child }) {
  const className = column.numeric ? 'numeric' : '';
  return column.header ? (
    <th scope="row" class={className} data-label={column.label}>
      {content}
    </th>
  ) : (
    <td class={className} data-label={column.label}>
      {content}
    </td>
  );
}

function Footer<Row>({
  columns,
  footer,
}: {
  readonly columns: readonly TableColumn<Row>[];
  readonly footer: readonly Child[];
}) {
  return (
    <tfoot>
      <tr>
        {footer.map((content, index) => {
          const column = columns[index];
          const className = column?.numeric ? 'numeric' : '';
          return index === 0 ? (
            <th scope="row" class={className}>
              {content}
            </th>
          ) : (
            <td class={className} data-label={column?.label ?? ''}>
              {content}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}

/** What is wider than the screen scrolls in its own box, reachable by keyboard. */
export function ScrollBox({ label, children }: { readonly label: Child; readonly children?: Child }) {
  return (
    <section class="scroll-box" tabindex={0} aria-label={typeof label === 'string' ? label : 'Tableau'}>
      {children}
    </section>
  );
}

export interface PaginationProps {
  /** 1, 2, 3… */
  readonly page: number;
  readonly pages: number;
  readonly hrefOf: (page: number) => string;
  readonly label?: string;
}

export function Pagination({ page, pages, hrefOf, label = 'Pages' }: PaginationProps) {
  if (pages <= 1) return null;
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages);
  return (
    <nav class="pagination" aria-label={label}>
      {page > 1 ? (
        <a rel="prev" href={hrefOf(page - 1)}>
          ← Précédente
        </a>
      ) : null}
      <ol>
        {shown.map((n, index) => (
          <li class={index > 0 && n - (shown[index - 1] ?? n) > 1 ? 'pagination-gap' : ''}>
            {n === page ? (
              <a href={hrefOf(n)} aria-current="page" aria-label={`Page ${n}, page actuelle`}>
                {n}
              </a>
            ) : (
              <a href={hrefOf(n)} aria-label={`Page ${n}`}>
                {n}
              </a>
            )}
          </li>
        ))}
      </ol>
      {page < pages ? (
        <a rel="next" href={hrefOf(page + 1)}>
          Suivante →
        </a>
      ) : null}
    </nav>
  );
}
