import type { Source } from '../model.ts';

/** Where a fact is read: always beside it. */
export const SourceLink = ({ source }: { readonly source: Source }) =>
  source.url ? (
    <a href={source.url} rel="external noreferrer">
      {source.label}
    </a>
  ) : (
    <span>{source.label}</span>
  );
