import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { asset } from './assets.ts';
import { Footer, Header } from './page/frame.tsx';
import type { View } from './view.ts';

export type { View };

export interface Crumb {
  readonly href: string;
  readonly label: string;
}

export interface PageProps {
  readonly view: View;
  /** Without the name of the site. */
  readonly title: string;
  readonly description?: string;
  /** Bundles of `src/islands/` that this page family uses, beside `site` which every page has. */
  readonly islands?: readonly string[];
  /** The way from the home to the parent of this page. */
  readonly breadcrumbs?: readonly Crumb[];
  /** A form came back with errors: said first in the title, read aloud when the page opens. */
  readonly invalid?: boolean;
  /** `wide` for tables of work; `plain` leaves the whole width to the page, which lays out its own bands. */
  readonly layout?: 'normal' | 'wide' | 'plain';
  readonly children?: Child;
}

/** The only `<html>` of the project. */
export function Page(props: PageProps) {
  const {
    view,
    title,
    description,
    islands = [],
    breadcrumbs = [],
    invalid = false,
    layout = 'normal',
    children,
  } = props;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="fr" {...(view.theme ? { 'data-theme': view.theme } : {})}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          {view.demo ? <meta name="robots" content="noindex" /> : null}
          <meta name="color-scheme" content={view.theme ?? 'light dark'} />
          {description ? <meta name="description" content={description} /> : null}
          <title>{`${invalid ? 'Erreur – ' : ''}${title} – Deffinum`}</title>
          <link rel="icon" href={asset('mark.svg')} type="image/svg+xml" />
          <link
            rel="preload"
            href={asset('atkinson-hyperlegible-next-latin-wght-normal.woff2')}
            as="font"
            type="font/woff2"
            crossorigin=""
          />
          <link rel="stylesheet" href={asset('main.css')} />
          {['site', ...islands.filter((name) => name !== 'site')].map((name) => (
            <script type="module" src={asset(`${name}.js`)} />
          ))}
        </head>
        <body>
          <a class="skip-link" href="#contenu">
            Aller au contenu
          </a>
          <Header view={view} />
          <div class={`frame frame-${layout}`}>
            <Breadcrumbs crumbs={breadcrumbs} />
            <main id="contenu" tabindex={-1}>
              {children}
            </main>
          </div>
          <Footer view={view} />
        </body>
      </html>
    </>
  );
}

export function Breadcrumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  if (crumbs.length === 0) return null;
  return (
    <nav class="breadcrumbs" aria-label="Fil d’Ariane">
      <ol>
        {[{ href: '/', label: 'Accueil' }, ...crumbs.filter(({ href }) => href !== '/')].map(({ href, label }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface PageHeadProps {
  readonly title: Child;
  /** What kind of page this is, above the title. */
  readonly kicker?: Child;
  readonly lead?: Child;
  /** Status tags, dates, buttons, under the title. */
  readonly children?: Child;
}

/** Title of the page with what situates it. */
export function PageHead({ title, kicker, lead, children }: PageHeadProps) {
  return (
    <div class="page-head">
      {kicker ? <p class="kicker">{kicker}</p> : null}
      <h1>{title}</h1>
      {lead ? <p class="lead">{lead}</p> : null}
      {children}
    </div>
  );
}
