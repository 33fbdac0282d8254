import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Viewer } from '../kernel/http.ts';
import { asset } from './assets.ts';

/** What every page knows of the request that asked for it. */
export interface View {
  readonly viewer: Viewer | null;
  /** Path and query of the page, for the current item of the navigation and the way back from sign-in. */
  readonly path: string;
  readonly demo: boolean;
}

export interface PageProps {
  readonly view: View;
  /** Without the name of the site. */
  readonly title: string;
  readonly description?: string;
  /** Bundles of `src/islands/` that this page family uses. */
  readonly islands?: readonly string[];
  readonly children?: Child;
}

/** The only `<html>` of the project. */
export function Page({ view, title, description, islands = [], children }: PageProps) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          {description ? <meta name="description" content={description} /> : null}
          <title>{`${title} – Deffinum`}</title>
          <link rel="stylesheet" href={asset('main.css')} />
          {islands.map((name) => (
            <script type="module" src={asset(`${name}.js`)} />
          ))}
        </head>
        <body>
          <a class="skip-link" href="#contenu">
            Aller au contenu
          </a>
          <header class="site-header">
            <a href="/">Deffinum</a>
            {view.viewer ? <span>{view.viewer.name}</span> : <a href="/connexion">Se connecter</a>}
          </header>
          <main id="contenu">{children}</main>
        </body>
      </html>
    </>
  );
}
