import { Hono } from 'hono';
import type { FieldErrors, Message } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow, type Role } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseRule, ruleToForm } from '../form/rule.ts';
import { FormReader, parseReason } from '../form.ts';
import { rulesMessage } from '../messages/editor.ts';
import type { Call } from '../model/call.ts';
import { RULE_KIND_LABELS } from '../model/labels.ts';
import { diffRules, type RuleEdit } from '../model/rule-editor.ts';
import type { Rule, RuleKind } from '../model/rules.ts';
import { ManageRulesPage, RuleFormPage, rulesPath } from '../pages/rules.tsx';
import { editRules, openRulesDraft, publishRules, type RulesVersion, rulesVersionsOf } from '../store/rules.ts';
import { actOf, onCall, typedOf } from './target.ts';

const MANAGERS: readonly Role[] = ['programme-manager'];

export function rulesRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const base = '/agent/appels/:call/regles';
  const on = (c: AppContext, then: (call: Call) => Response | Promise<Response>) => onCall(c, kernel, then);
  routes.get(base, allow(MANAGERS), (c) => on(c, (call) => show(c, kernel, call)));
  routes.post(base, allow(MANAGERS), (c) =>
    on(c, async (call) => {
      await openRulesDraft(kernel, actOf(c, 'Préparation des règles'), call.id);
      return c.redirect(rulesPath(call), 303);
    }),
  );
  routes.post(`${base}/gestes`, allow(MANAGERS), (c) => on(c, (call) => gesture(c, kernel, call)));
  routes.post(`${base}/publier`, allow(MANAGERS), (c) => on(c, (call) => publish(c, kernel, call)));
  for (const path of [`${base}/nouvelle`, `${base}/regle/:key`]) {
    routes.get(path, allow(MANAGERS), (c) => on(c, (call) => ruleForm(c, kernel, call)));
    routes.post(path, allow(MANAGERS), (c) => on(c, (call) => saveRule(c, kernel, call)));
  }
  return routes;
}

async function show(c: AppContext, { db, config }: Kernel, call: Call, refusal: Message | null = null) {
  const [current = null, previous] = await rulesVersionsOf(db, call.id);
  const changes = diffRules(previous?.rules ?? [], current?.rules ?? []);
  const props = { view: viewOf(c, config.DEMO), call, current, changes, refusal };
  return c.html(<ManageRulesPage {...props} />, refusal ? 409 : 200);
}

/** The draft under work; `null`: there is none. */
async function draftOf({ db }: Kernel, call: Call): Promise<RulesVersion | null> {
  const [newest] = await rulesVersionsOf(db, call.id);
  return newest?.publishedAt === null ? newest : null;
}

const versionOf = (data: FormData) => new FormReader(data).whole('version', 1, 1_000_000);

async function gesture(c: AppContext, kernel: Kernel, call: Call) {
  const data = await c.req.formData();
  const edit = editOf(new FormReader(data));
  const draft = await draftOf(kernel, call);
  if (!edit || !draft) return c.notFound();
  const decision = await editRules(kernel, call.id, { number: draft.number, versionRead: versionOf(data), edit });
  if (decision === null) return c.notFound();
  return decision.refusal === null
    ? c.redirect(rulesPath(call), 303)
    : show(c, kernel, call, rulesMessage(decision.refusal));
}

function editOf(form: FormReader): RuleEdit | null {
  const key = form.text('key');
  switch (form.text('act')) {
    case 'remove':
      return { act: 'remove', key };
    case 'move-up':
      return { act: 'move', key, by: -1 };
    case 'move-down':
      return { act: 'move', key, by: 1 };
    default:
      return null;
  }
}

interface Edited {
  readonly kind: RuleKind;
  readonly rule: Rule | null;
  readonly target: string;
}

function editedRule(c: AppContext, draft: RulesVersion): Edited | null {
  const key = c.req.param('key');
  const rule = draft.rules.find((one) => one.key === key);
  if (key !== undefined) return rule ? { kind: rule.kind, rule, target: `regle/${key}` } : null;
  const type = c.req.query('type') ?? '';
  return type in RULE_KIND_LABELS ? { kind: type as RuleKind, rule: null, target: `nouvelle?type=${type}` } : null;
}

async function ruleForm(c: AppContext, kernel: Kernel, call: Call) {
  const draft = await draftOf(kernel, call);
  const edited = draft && editedRule(c, draft);
  if (!draft || !edited) return c.notFound();
  const { rule } = edited;
  const scopes = rule?.kind === 'scope' ? rule.allowed : [];
  const props = { view: viewOf(c, kernel.config.DEMO), call, version: draft.version, scopes, ...edited };
  return c.html(<RuleFormPage {...props} values={rule ? ruleToForm(rule) : {}} />);
}

async function saveRule(c: AppContext, kernel: Kernel, call: Call) {
  const draft = await draftOf(kernel, call);
  const edited = draft && editedRule(c, draft);
  if (!draft || !edited) return c.notFound();
  const data = await c.req.formData();
  const form = parseRule(data, edited.kind);
  const page = (status: 409 | 422, more: { errors?: FieldErrors; refusal?: Message }) => {
    const scopes = data.getAll('scopes').map(String);
    const props = { view: viewOf(c, kernel.config.DEMO), call, version: draft.version, scopes, ...edited };
    return c.html(<RuleFormPage {...props} values={typedOf(data)} {...more} />, status);
  };
  if (!form.ok) return page(422, { errors: form.errors });
  const edit: RuleEdit = edited.rule
    ? { act: 'change', key: edited.rule.key, rule: form.value }
    : { act: 'add', rule: form.value };
  const decision = await editRules(kernel, call.id, { number: draft.number, versionRead: versionOf(data), edit });
  if (decision === null) return c.notFound();
  if (decision.refusal !== null) return page(409, { refusal: rulesMessage(decision.refusal) });
  return c.redirect(rulesPath(call), 303);
}

async function publish(c: AppContext, kernel: Kernel, call: Call) {
  const form = parseReason(await c.req.formData());
  const draft = await draftOf(kernel, call);
  if (!form.ok) {
    const text = Object.values(form.errors)[0] ?? '';
    return show(c, kernel, call, { title: 'Rien n’a été publié', text });
  }
  if (!draft) return show(c, kernel, call, rulesMessage({ code: 'already-published' }));
  const { reason, versionRead } = form.value;
  const decision = await publishRules(kernel, actOf(c, reason), call.id, { number: draft.number, versionRead });
  if (decision === null) return c.notFound();
  return decision.refusal === null
    ? c.redirect(rulesPath(call), 303)
    : show(c, kernel, call, rulesMessage(decision.refusal));
}
