import { Hono } from 'hono';
import { type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { forgetParked, parkedForm } from '../../kernel/parking.ts';
import { viewOf } from '../../ui/index.ts';
import { field } from '../form.ts';
import { backPath } from '../model/back.ts';
import { ResumePage } from '../pages/resume.tsx';

/** Where sign-in leads when it interrupted a form. */
export function resumeRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/reprendre', allow('signed-in'), async (c) => {
      const parked = await parkedForm(c, kernel);
      if (parked === null) return c.redirect('/', 303);
      c.header('Cache-Control', 'no-store');
      return c.html(<ResumePage view={viewOf(c, kernel.config.DEMO)} parked={parked} />);
    })
    .post('/reprendre/abandonner', allow('signed-in'), async (c) => {
      const page = field(await c.req.formData(), 'page');
      await forgetParked(c, kernel);
      return c.redirect(backPath(page), 303);
    });
}
