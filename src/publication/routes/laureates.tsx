import { Hono } from 'hono';
import { type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { readPage } from '../form.ts';
import { LaureatesPage } from '../pages/laureates.tsx';
import { LAUREATES_PATH } from '../pages/parts.tsx';
import { ProjectPage } from '../pages/project.tsx';
import { groupsBy, listProjects, moneyOfPartners, projectBySlug, tallyProjects } from '../store/projects.ts';

const LENGTH = 120;
const text = (value: string | undefined): string => (value ?? '').trim().slice(0, LENGTH);

export function laureateRoutes({ db, config }: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(LAUREATES_PATH, allow('public'), async (c) => {
      const filter = {
        words: text(c.req.query('mots')),
        region: text(c.req.query('region')),
        sector: text(c.req.query('secteur')),
      };
      const page = readPage(c.req.query('page'));
      const read = {
        projects: await listProjects(db, filter, page),
        tally: await tallyProjects(db, filter),
        all: await tallyProjects(db),
        sectors: await groupsBy(db, 'sectors'),
        regions: await groupsBy(db, 'regions'),
      };
      return c.html(<LaureatesPage {...read} {...{ filter, page, view: viewOf(c, config.DEMO) }} />);
    })
    .get(`${LAUREATES_PATH}/:slug`, allow('public'), async (c) => {
      const project = await projectBySlug(db, c.req.param('slug'));
      if (project === null) return c.notFound();
      const money = await moneyOfPartners(db, project.agreementId);
      return c.html(<ProjectPage {...{ project, money, view: viewOf(c, config.DEMO) }} />);
    });
}
