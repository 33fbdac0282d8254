import { Page, type View } from './page.tsx';

interface ProblemProps {
  readonly view: View;
  readonly title: string;
  readonly text: string;
  /** What a person can quote to the support team. */
  readonly requestId?: string;
}

/** A page for what did not go as hoped: not found, refused, broken. */
export function ProblemPage({ view, title, text, requestId }: ProblemProps) {
  return (
    <Page view={view} title={title}>
      <h1>{title}</h1>
      <p>{text}</p>
      {requestId ? (
        <p>
          Référence à donner à l’assistance : <code>{requestId}</code>
        </p>
      ) : null}
      <p>
        <a href="/">Revenir à l’accueil</a>
      </p>
    </Page>
  );
}
