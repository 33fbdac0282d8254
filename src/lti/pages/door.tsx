import { Notice, Page, PageHead, type View } from '../../ui/index.ts';
import { launchText, registrationText } from '../messages.ts';
import type { LaunchRefusalCode } from '../model/launch.ts';
import type { RegistrationRefusal } from '../register.ts';

interface Seen {
  readonly view: View;
}

/** The same page whatever is refused: what happened, and the word that an administrator looks up. */
export const RefusedPage = ({ view, code }: Seen & { readonly code: LaunchRefusalCode }) => (
  <Page view={view} title="Ouverture refusée">
    <PageHead title="La ressource ne s’est pas ouverte" />
    <Notice tone="warning" title="Pourquoi">
      <p>{launchText(code)}</p>
    </Notice>
    <p class="text">Rien n’a été enregistré. Revenez à votre plateforme et ouvrez de nouveau la ressource.</p>
    <p class="text">
      Si cela se répète, donnez ce code à l’administrateur de votre plateforme : <code>{code}</code>
    </p>
  </Page>
);

export const NewTabPage = ({ view, href }: Seen & { readonly href: string }) => (
  <Page view={view} title="Ouvrir la ressource">
    <PageHead title="Ouvrir la ressource" />
    <p class="text">Cette ressource a besoin de tout l’écran : elle s’ouvre dans un nouvel onglet.</p>
    <a class="button button-primary" href={href} target="_blank" rel="noopener">
      Ouvrir dans un nouvel onglet
    </a>
  </Page>
);

export const RegisteredPage = ({ view, name }: Seen & { readonly name: string }) => (
  <Page view={view} title="Plateforme enregistrée" islands={['lti']}>
    <PageHead title="Plateforme enregistrée" />
    <Notice tone="success" live>
      <p>{`${name} peut maintenant ouvrir les communs. Activez l’outil dans votre plateforme si elle le demande.`}</p>
    </Notice>
    <lti-close />
  </Page>
);

export const RegistrationRefusedPage = ({ view, code }: Seen & { readonly code: RegistrationRefusal['code'] }) => (
  <Page view={view} title="Enregistrement d’une plateforme">
    <PageHead title="Enregistrement d’une plateforme" />
    <Notice tone={code === 'configuration-missing' ? 'info' : 'warning'}>
      <p>{registrationText(code)}</p>
    </Notice>
  </Page>
);
