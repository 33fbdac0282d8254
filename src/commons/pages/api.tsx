import { ButtonLink, Page, PageHead, ScrollBox, type View } from '../../ui/index.ts';
import { FACET_LABELS } from '../messages.ts';
import { FACETS } from '../model/facets.ts';
import { API_PATH, CATALOGUE_PATH } from './parts.tsx';

interface ApiPageProps {
  readonly view: View;
  readonly origin: string;
}

const LEAD = 'Chercher et lire les communs depuis un programme : en JSON, sans clé, depuis n’importe quel site.';

export function ApiPage({ view, origin }: ApiPageProps) {
  const address = `${origin}${API_PATH}/ressources`;
  return (
    <Page
      view={view}
      title="Les communs pour les programmes"
      description={LEAD}
      breadcrumbs={[{ href: CATALOGUE_PATH, label: 'Communs' }]}
    >
      <PageHead kicker="Communs" title="Les communs pour les programmes" lead={LEAD}>
        <ButtonLink href={`${API_PATH}/openapi.json`}>Description OpenAPI 3.1</ButtonLink>
      </PageHead>
      <h2>Chercher</h2>
      <Address text={`GET ${address}?mots=soudure&modalite=distance&type=webxr`} />
      <p>
        Les paramètres sont ceux de la page de recherche : faites la recherche sur <a href={CATALOGUE_PATH}>la page</a>,
        et reprenez ce qui suit le « ? » de son adresse. Les critères se cumulent :
      </p>
      <ul>
        {FACETS.map(({ name, values }) => (
          <li>
            <code>{name}</code>
            {` : ${FACET_LABELS[name].toLowerCase()}`}
            {values === null ? ', en toutes lettres' : ` (${values.join(', ')})`}
          </li>
        ))}
      </ul>
      <p>
        La réponse donne le nombre de ressources (<code>total</code> ; <code>totalMinimal</code> dit qu’il y en a
        davantage), les mots corrigés, le nombre de ressources de chaque valeur, et vingt ressources avec les points de
        leur place. Suivez l’adresse <code>suite</code> pour la page suivante.
      </p>
      <h2>Lire une ressource</h2>
      <Address text={`GET ${address}/ark:/99999/df…`} />
      <p>
        Avec son identifiant permanent. Une ressource absente répond 404 et une phrase. La notice complète est en
        LOM-FR, à l’adresse <code>noticeLomFr</code>.
      </p>
      <h2>Suivre</h2>
      <p>
        Chaque recherche est aussi un fil Atom, lié sous ses résultats : ses dernières publications, les plus récentes
        d’abord.
      </p>
    </Page>
  );
}

const Address = ({ text }: { readonly text: string }) => (
  <ScrollBox label="Adresse">
    <pre>
      <code>{text}</code>
    </pre>
  </ScrollBox>
);
