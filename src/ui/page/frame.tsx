import type { NavLink } from '../../kernel/http.ts';
import { type Instant, parisDateTime } from '../../kernel/instant.ts';
import { asset } from '../assets.ts';
import type { View } from '../view.ts';

const DemoBanner = () => (
  <p class="demo-banner">
    <strong>Démonstration.</strong> Le plan et l’appel sont réels ; comptes, dossiers, conventions et paiements sont
    fictifs. <a href="/demo/rejeu">Le rejeu des vagues passées</a>
  </p>
);

/** On every page of a rehearsal: what is read there is true of nothing outside. */
const RehearsalBanner = ({ at, isManager }: { readonly at: Instant; readonly isManager: boolean }) => (
  <p class="demo-banner rehearsal-banner">
    <strong>Répétition : rien ici n’est réel.</strong>{' '}
    <span>
      Horloge : <time datetime={at.toISOString()}>{parisDateTime(at)}</time>
    </span>{' '}
    {isManager ? <a href="/repetition">La régler</a> : null}
  </p>
);

function Banner({ view: { rehearsedAt, demo, viewer } }: { readonly view: View }) {
  if (rehearsedAt)
    return <RehearsalBanner at={rehearsedAt} isManager={viewer?.roles.includes('programme-manager') ?? false} />;
  return demo ? <DemoBanner /> : null;
}

const placed = (view: View, place: NavLink['place']) =>
  (view.nav ?? []).filter((link) => link.place === place).sort((a, b) => a.order - b.order);

export function Header({ view }: { readonly view: View }) {
  const main = placed(view, 'main');
  return (
    <header class="site-header">
      <Banner view={view} />
      <div class="site-header-inner">
        <a class="wordmark" href="/">
          <img src={asset('mark.svg')} alt="" width="34" height="34" />
          <span>Deffinum</span>
        </a>
        {main.length > 0 ? <Menu links={main} path={view.path} /> : null}
        <Account view={view} />
      </div>
    </header>
  );
}

/** On a phone the list folds behind a button that needs no script: `<details>`; a wide screen always shows it. */
function Menu({ links, path }: { readonly links: readonly NavLink[]; readonly path: string }) {
  const items = (
    <ul>
      {links.map(({ href, label }) => (
        <li>
          <a href={href} {...currentOf(href, path)}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <nav class="site-nav" aria-label="Navigation principale">
        {items}
      </nav>
      <details class="site-menu" name="entete">
        <summary>Menu</summary>
        <nav aria-label="Navigation principale">{items}</nav>
      </details>
    </>
  );
}

function currentOf(href: string, path: string): { readonly 'aria-current'?: 'page' | 'true' } {
  const [here = '/'] = path.split('?');
  if (here === href) return { 'aria-current': 'page' };
  return href !== '/' && here.startsWith(`${href}/`) ? { 'aria-current': 'true' } : {};
}

function Account({ view }: { readonly view: View }) {
  if (!view.viewer) {
    const back =
      view.path === '/' || view.path.startsWith('/connexion') ? '' : `?${new URLSearchParams({ retour: view.path })}`;
    return (
      <a class="sign-in" href={`/connexion${back}`}>
        Se connecter
      </a>
    );
  }
  return (
    <details class="account" name="entete">
      <summary>
        <span class="account-name">{view.viewer.name}</span>
      </summary>
      <div class="account-panel">
        <p class="account-email">{view.viewer.email}</p>
        <nav aria-label="Votre compte">
          <ul>
            {placed(view, 'account').map(({ href, label }) => (
              <li>
                <a href={href} {...currentOf(href, view.path)}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <form action="/deconnexion" method="post">
          <button type="submit" class="button button-quiet">
            Se déconnecter
          </button>
        </form>
      </div>
    </details>
  );
}

export function Footer({ view }: { readonly view: View }) {
  const links = placed(view, 'footer');
  return (
    <footer class="site-footer">
      <div class="site-footer-inner">
        <div>
          <p class="site-footer-name">Deffinum</p>
          <p>La transformation de la formation professionnelle, de l’enveloppe à l’apprenant, et retour.</p>
        </div>
        {links.length > 0 ? (
          <nav aria-label="Pied de page">
            <ul>
              {links.map(({ href, label }) => (
                <li>
                  <a href={href}>{label}</a>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
        <ThemeForm view={view} />
      </div>
    </footer>
  );
}

const THEMES = [
  ['auto', 'Comme le système'],
  ['light', 'Clair'],
  ['dark', 'Sombre'],
] as const;

function ThemeForm({ view }: { readonly view: View }) {
  return (
    <form class="theme-form" action="/theme" method="post">
      <input type="hidden" name="retour" value={view.path} />
      <fieldset>
        <legend>Apparence</legend>
        {THEMES.map(([value, label]) => (
          <button type="submit" name="theme" value={value} aria-pressed={String((view.theme ?? 'auto') === value)}>
            {label}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
