import { html } from 'hono/html';
import type { Published, Unit } from '../../commons/index.ts';
import { asset } from '../../ui/index.ts';
import { contentPath } from '../model.ts';

interface FrameProps {
  readonly opened: Published;
  readonly unit: Unit;
  /** The only page that may speak with this one. */
  readonly platform: string;
}

/** What surrounds a SCORM module on its own origin: the run-time that it looks for, and the frame in which it runs. */
export const framePage = ({ opened, unit, platform }: FrameProps) => html`<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${unit.title}</title>
<link rel="stylesheet" href="${asset('scorm.css')}">
<scorm-frame platform="${platform}" edition="${opened.report.kind}" src="${contentPath(opened, unit.href)}" label="${unit.title}"></scorm-frame>
<script type="module" src="${asset('scorm.js')}"></script>`;
