import { expect, test } from 'vitest';
import { formatCompact } from '../kernel/money.ts';
import { BarChart, LineChart, StackedBar } from './chart.tsx';

const common = { id: 'essai', title: 'Argent de chaque levier', description: 'DEFFINUM reçoit le plus.' };

test('a drawing is named, described, and never goes without its table', () => {
  const html = String(
    <BarChart
      {...common}
      bars={[
        { label: 'DEFFINUM', value: 10_000_000_000 },
        { label: 'Tiers-lieux', value: 5_000_000_000 },
      ]}
      format={formatCompact}
      rowLabel="Levier"
      valueLabel="Enveloppe"
    />,
  );
  expect(html.match(/<svg[^>]* role="img"/g)).toHaveLength(2);
  expect(html).toContain('<title id="essai-wide-titre">Argent de chaque levier</title>');
  expect(html).toContain('<desc id="essai-narrow-texte">DEFFINUM reçoit le plus.</desc>');
  expect(html).toContain('<th scope="row" class="" data-label="Levier">DEFFINUM</th>');
  expect(html).toContain('100\u00a0M€');
});

test('the policy of content is kept: no inline sheet, no style attribute', () => {
  const series = [
    { key: 'engaged', label: 'Engagé' },
    { key: 'free', label: 'Disponible' },
  ];
  const stacked = String(
    <StackedBar
      {...common}
      series={series}
      rows={[{ label: 'AE 2027', values: { engaged: 3, free: 7 } }]}
      rowLabel="Livre"
    />,
  );
  const lines = String(
    <LineChart
      {...common}
      series={series}
      points={[
        { at: 'janv.', values: { engaged: 1, free: 9 } },
        { at: 'févr.', values: { engaged: 4, free: 6 } },
      ]}
      rowLabel="Mois"
    />,
  );
  for (const html of [stacked, lines]) {
    expect(html).not.toMatch(/<style|\sstyle=/);
    expect(html).toContain('<table');
  }
  expect(stacked).toContain('var(--chart-2)');
});

test('a label cannot break out of the drawing', () => {
  const html = String(
    <BarChart
      {...common}
      bars={[{ label: '<script>alert(1)</script>', value: 1 }]}
      rowLabel="Levier"
      valueLabel="Valeur"
    />,
  );
  expect(html).not.toContain('<script>');
});
