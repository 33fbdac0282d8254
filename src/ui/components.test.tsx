import { expect, test } from 'vitest';
import {
  Checkboxes,
  centsToInput,
  count,
  DateTimeField,
  ErrorSummary,
  FileField,
  formatBytes,
  MoneyField,
  NumberField,
  Pagination,
  Progress,
  Radios,
  Table,
  TaskList,
  TextArea,
  TextField,
} from './index.ts';
import { localPath } from './theme.ts';

const html = (node: unknown) => String(node);

test('a field ties its label, its hint and its error, in the order in which they are read', () => {
  const text = html(
    <TextField name="titre" label="Titre" hint="Moins de dix mots." error="Donnez un titre." required />,
  );
  expect(text).toContain('for="champ-titre"');
  expect(text).toContain('id="champ-titre" aria-describedby="champ-titre-aide champ-titre-erreur" aria-invalid="true"');
  expect(text.indexOf('Moins de dix')).toBeLessThan(text.indexOf('Donnez un titre'));
  expect(text.indexOf('Donnez un titre')).toBeLessThan(text.indexOf('<input'));
});

test('what was typed comes back escaped', () => {
  const text = html(<TextField name="titre" label="Titre" value={'"><script>alert(1)</script>'} />);
  expect(text).not.toContain('<script>');
  expect(html(<TextArea name="t" label="T" value="</textarea><script>" />)).not.toContain('</textarea><script>');
});

test('a password is never sent back', () => {
  expect(html(<TextField name="p" label="Mot de passe" type="password" value="secret" />)).not.toContain('secret');
});

test('the error summary links each sentence to its field, and says nothing when there is none', () => {
  const text = html(
    <ErrorSummary errors={{ titre: 'Donnez un titre.', 'lots[0].titre': 'Nommez le lot.', '': 'Trop tard.' }} />,
  );
  expect(text).toContain('role="alert"');
  expect(text).toContain('3\u00a0points à corriger');
  expect(text).toContain('<a href="#champ-titre">Donnez un titre.</a>');
  expect(text).toContain('href="#champ-lots-0--titre"');
  expect(text).toContain('<li>Trop tard.</li>');
  expect(html(<ErrorSummary errors={{}} />)).not.toContain('alert');
});

test('a group of choices is a fieldset whose first choice is the target of the summary', () => {
  const options = [
    { value: 'a', label: 'Apprentis' },
    { value: 's', label: 'Salariés' },
  ];
  const radios = html(<Radios name="famille" label="Famille" options={options} value="s" error="Choisissez." />);
  expect(radios).toContain('<fieldset');
  expect(radios).toMatch(/id="champ-famille" name="famille" value="a"/);
  expect(radios).toMatch(/value="s" checked/);
  const boxes = html(<Checkboxes name="publics" label="Publics" options={options} values={['a', 's']} />);
  expect(boxes.match(/ checked/g)).toHaveLength(2);
});

test('units and zones are said to those who do not see them', () => {
  expect(html(<MoneyField name="m" label="Aide" value={centsToInput(125_050)} />)).toMatch(
    /aria-describedby="champ-m-unite".*value="1\u202f250,50".*en euros/s,
  );
  expect(html(<NumberField name="d" label="Durée" unit="mois" value={24} />)).toContain('inputmode="numeric"');
  expect(html(<DateTimeField name="c" label="Clôture" />)).toContain('heure de Paris');
});

test('a table names its rows and columns, and each cell for a phone', () => {
  const columns = [
    { label: 'Structure', header: true, cell: (row: { name: string; amount: string }) => row.name },
    { label: 'Montant', numeric: true, cell: (row: { name: string; amount: string }) => row.amount },
  ];
  const text = html(
    <Table
      caption="Partenaires"
      columns={columns}
      rows={[{ name: 'CFA', amount: '12 €' }]}
      footer={['Total', '12 €']}
    />,
  );
  expect(text).toContain('<caption class="table-caption">Partenaires</caption>');
  expect(text).toContain('<th scope="col" class="numeric">Montant</th>');
  expect(text).toContain('<th scope="row" class="" data-label="Structure">CFA</th>');
  expect(text).toContain('<td class="numeric" data-label="Montant">12 €</td>');
  expect(html(<Table caption="Rien" columns={columns} rows={[]} empty="Aucun partenaire." />)).toContain(
    'Aucun partenaire.',
  );
});

test('a file field says its limits, and hands its island where to send', () => {
  const text = html(
    <FileField
      name="annexes"
      label="Annexes"
      accept={['.pdf']}
      maxBytes={50_000_000}
      upload={{ endpoint: '/televersements', attach: { url: '/dossiers/1/annexes' } }}
    />,
  );
  expect(text).toContain('PDF\u00a0; 50\u00a0Mo au plus.');
  expect(text).toContain('endpoint="/televersements"');
  expect(text).toContain('attach-url="/dossiers/1/annexes"');
});

test('a task says its state, and pages their number', () => {
  const tasks = html(
    <TaskList label="Rubriques" tasks={[{ name: 'Budget', href: '/b', status: 'Erreur', tone: 'danger' }]} />,
  );
  expect(tasks).toMatch(/<a href="\/b" aria-describedby="tache-0">Budget<\/a>.*id="tache-0".*Erreur/s);
  const pages = html(<Pagination page={4} pages={12} hrefOf={(page) => `?page=${page}`} />);
  expect(pages).toContain('aria-current="page"');
  expect(html(<Pagination page={1} pages={1} hrefOf={String} />)).not.toContain('nav');
  expect(html(<Progress label="Rempli" value={0} max={0} />)).toContain('0\u202f%');
});

test('counts, sizes and amounts follow French', () => {
  expect(count(0, 'dossier')).toBe('0\u00a0dossier');
  expect(count(1, 'dossier')).toBe('1\u00a0dossier');
  expect(count(2, 'dossier')).toBe('2\u00a0dossiers');
  expect(count(1_000_000, 'dossier')).toBe('1\u202f000\u202f000\u00a0de dossiers');
  expect(count(2, 'appel à projets', 'appels à projets')).toBe('2\u00a0appels à projets');
  expect(formatBytes(3_200_000)).toBe('3,2\u00a0Mo');
  expect([centsToInput(null), centsToInput(5), centsToInput(1200)]).toEqual(['', '0,05', '12']);
});

test.each([
  ['/plan?a=1', '/plan?a=1'],
  ['https://ailleurs.example/', '/'],
  ['//ailleurs.example', '/'],
  ['/\\ailleurs.example', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
])('the way back from the choice of theme stays on this site: %s', (asked, given) => {
  expect(localPath(asked)).toBe(given);
});
