import { expect, test } from 'vitest';
import type { Progress } from '../../applications/index.ts';
import { DAY_MS, HOUR_MS, instant, plus } from '../../kernel/instant.ts';
import { everyHour, funnelOf, hoursShown, whereStopped } from './funnel.ts';
import { listed } from './list.ts';
import { stageOf } from './stage.ts';

const NOW = instant('2027-01-11T09:20:00Z');
const file = (part: Partial<Progress>): Progress => ({
  id: 'a',
  title: 'Réalité virtuelle',
  state: 'draft',
  lead: { name: 'BTP CFA PICARDIE', siret: '50260294900047' },
  partners: 2,
  createdAt: NOW,
  touchedAt: NOW,
  firstDepositedAt: null,
  lastDepositedAt: null,
  steps: [
    { key: 'project', title: 'Le projet', state: 'done' },
    { key: 'budget', title: 'Budget', state: 'begun' },
  ],
  blocking: 3,
  lastStep: 'project',
  lastStepAt: NOW,
  ...part,
});
const whole = file({}).steps.map((step) => ({ ...step, state: 'done' as const }));

test('the funnel counts each file once a step, and a reopened file among the deposited', () => {
  const files = [
    file({}),
    file({ steps: whole, blocking: 0 }),
    file({ steps: whole, blocking: 0, state: 'deposited', lastDepositedAt: NOW }),
    file({ lastDepositedAt: NOW }),
    file({ state: 'withdrawn', lastDepositedAt: NOW }),
  ];
  expect(stageOf(file({ lastDepositedAt: NOW }))).toBe('reopened');
  expect(funnelOf(files)).toEqual([
    { label: 'Commencés', count: 5 },
    { label: 'Le projet', count: 5 },
    { label: 'Budget', count: 2 },
    { label: 'Éligibles (autocontrôle)', count: 2 },
    { label: 'Déposés', count: 2 },
    { label: 'Retirés', count: 1 },
  ]);
});

test('drafts left aside are told by the step where they stopped, in the order of the form', () => {
  const old = { touchedAt: plus(NOW, -8 * DAY_MS) };
  const files = [
    file({ ...old, lastStep: 'budget' }),
    file({}),
    file({ touchedAt: plus(NOW, -3 * DAY_MS) }),
    file({ lastStep: null, lastStepAt: null }),
    file({ ...old, state: 'deposited', lastDepositedAt: NOW }),
  ];
  expect(whereStopped(files, NOW)).toEqual([
    { step: 'Le projet', drafts: 2, idle: [1, 1, 0], oldestDays: 3 },
    { step: 'Budget', drafts: 1, idle: [1, 1, 1], oldestDays: 8 },
    { step: 'Rien d’écrit', drafts: 1, idle: [0, 0, 0], oldestDays: 0 },
  ]);
});

test('the hours shown end at the closing once it is past, and none is left out', () => {
  const closesAt = instant('2027-01-11T09:00:00Z');
  expect(hoursShown(NOW, closesAt).to).toEqual(closesAt);
  const window = hoursShown(NOW, plus(NOW, DAY_MS));
  expect(window.to).toEqual(instant('2027-01-11T10:00:00Z'));
  const at = plus(window.from, 5 * HOUR_MS);
  const hours = everyHour(window, [{ at, deposits: 4 }]);
  expect([hours.length, hours[5], hours.filter((hour) => hour.deposits > 0).length]).toEqual([
    48,
    { at, deposits: 4 },
    1,
  ]);
});

test('a list is searched without accents, by SIREN, and sorted', () => {
  const other = file({ id: 'b', title: 'Ateliers', lead: { name: 'AFTRAL', siret: '30540504502286' }, blocking: 0 });
  const files = [file({}), other];
  const find = (text: string) => listed(files, { show: null, text, sort: 'title' }).map(({ id }) => id);
  expect([find(''), find('realite'), find('305 405 045'), find('picardie'), find('zzz')]).toEqual([
    ['b', 'a'],
    ['a'],
    ['b'],
    ['a'],
    [],
  ]);
  expect(listed(files, { show: 'ready', text: '', sort: 'recent' }).map(({ id }) => id)).toEqual(['b']);
});
