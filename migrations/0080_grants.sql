-- Agreements: one a funded project, signed by every partner, versioned by amendments.
create schema grants;

-- Clauses are texts an agreement quotes by key and revision: what was signed is never rewritten, the next agreement takes the next revision.
create table grants.clause (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{1,40}$'),
  position integer not null
);
create table grants.clause_revision (
  key text not null references grants.clause (key),
  revision integer not null check (revision > 0),
  title text not null check (length(title) between 1 and 200),
  -- Variables between braces, filled from the terms: `{total}`, `{chef-de-file}`. Empty: the clause is withdrawn from the next agreements.
  body text not null check (length(body) <= 8000),
  reason text not null,
  published_at timestamptz not null,
  -- null: shipped with the product.
  published_by uuid,
  primary key (key, revision)
);
create trigger clause_revision_append_only before update or delete on grants.clause_revision
  for each row execute function kernel.refuse_change();

-- What a wave gives by default to its agreements; the row appears with the first of them.
create table grants.wave_rule (
  wave_id uuid primary key,
  -- Days the partners have to sign, from the day the agreement is sent.
  sign_days integer not null default 60 check (sign_days between 7 and 365),
  -- Days before the end of that time at which those who have not signed are told.
  warn_days integer not null default 15 check (warn_days between 2 and 60),
  advance_cap_percent integer not null default 50 check (advance_cap_percent between 0 and 100),
  advance_percent integer not null default 50 check (advance_percent between 0 and 100),
  intermediate_percent integer not null default 30 check (intermediate_percent between 0 and 100),
  balance_percent integer not null default 20 check (balance_percent between 0 and 100),
  check (advance_percent + intermediate_percent + balance_percent = 100),
  check (advance_percent <= advance_cap_percent),
  check (warn_days < sign_days)
);

create table grants.agreement (
  id uuid primary key,
  number text not null unique,
  application_id uuid not null,
  decision_id uuid not null unique,
  wave_id uuid not null references grants.wave_rule (wave_id),
  title text not null,
  call_title text not null,
  -- Service that answers for the State, or for its operator.
  authority text not null,
  outcome text not null check (outcome in ('retained', 'retained-for-less')),
  requested_cents bigint not null check (requested_cents >= 0),
  granted_cents bigint not null check (granted_cents > 0),
  -- Award of the ledger from which the money is committed.
  award_id uuid not null,
  decided_at timestamptz not null,
  letter_id uuid,
  state text not null default 'draft'
    check (state in ('draft', 'sent', 'partially-signed', 'in-force', 'amending', 'lapsed', 'declined')),
  -- Version being written or signed.
  open_version integer,
  in_force_version integer,
  -- First instant at which a partner may no longer sign the first version; told before, then the award lapses.
  sign_by timestamptz,
  warned_at timestamptz,
  -- Of the version in force, or of the award.
  total_cents bigint not null check (total_cents > 0),
  created_at timestamptz not null,
  signed_at timestamptz,
  closed_at timestamptz,
  closed_reason text,
  -- One more at each act: a page read before is then refused.
  lock_version integer not null default 1 check (lock_version > 0),
  words tsvector not null,
  check ((state in ('lapsed', 'declined')) = (closed_at is not null)),
  check ((state in ('in-force', 'amending')) = (in_force_version is not null)),
  check ((state = 'in-force' or state in ('lapsed', 'declined')) or open_version is not null),
  -- No award lapses by rule without a word beforehand.
  check (state <> 'lapsed' or (sign_by is not null and warned_at is not null and warned_at < closed_at and sign_by <= closed_at))
);
-- One project, one living agreement.
create unique index agreement_living on grants.agreement (application_id) where closed_at is null;
create index agreement_by_number on grants.agreement (wave_id, number);
create index agreement_by_state on grants.agreement (state, number);
create index agreement_due on grants.agreement (sign_by) where state in ('sent', 'partially-signed');
create index agreement_words on grants.agreement using gin (words);

-- Whoever is or was a partner of an agreement: by organisation, for lists and access.
create table grants.party (
  agreement_id uuid not null references grants.agreement (id),
  organisation_id uuid not null,
  primary key (organisation_id, agreement_id)
);

-- The figures of a version hold together: shares make the total, tranches make each share, the advance stays under its cap.
create function grants.terms_hold(t jsonb) returns boolean language sql immutable as $$
  with partner as (
    select p ->> 'partnerId' as id, (p ->> 'shareCents')::bigint as share, (p ->> 'isLead')::boolean as lead
      from jsonb_array_elements(t -> 'partners') as p
  ), part as (
    select x ->> 'kind' as kind, b ->> 'partnerId' as id, (b ->> 'amountCents')::bigint as amount
      from jsonb_array_elements(t -> 'tranches') as x, jsonb_array_elements(x -> 'byPartner') as b
  )
  select (t ->> 'totalCents')::bigint > 0
    and (t ->> 'totalCents')::bigint <= (t ->> 'baseCents')::bigint
    and (t ->> 'startsOn')::text < (t ->> 'endsOn')::text
    and (select coalesce(sum(share), 0) from partner) = (t ->> 'totalCents')::bigint
    and (select count(*) from partner where lead) = 1
    and not exists (select 1 from partner where share < 0)
    and not exists (select 1 from part where amount < 0 or id not in (select id from partner))
    and not exists (select 1 from partner p
      where p.share <> (select coalesce(sum(amount), 0) from part where part.id = p.id))
    and (select coalesce(sum(amount), 0) from part where kind = 'advance') * 100
      <= (t ->> 'advanceCapPercent')::bigint * (t ->> 'totalCents')::bigint
$$;

create table grants.agreement_version (
  agreement_id uuid not null references grants.agreement (id),
  number integer not null check (number > 0),
  reason text not null check (length(reason) between 1 and 2000),
  -- `Terms` of the model.
  terms jsonb not null,
  state text not null default 'draft' check (state in ('draft', 'sent', 'in-force', 'superseded', 'abandoned')),
  -- SHA-256 of the canonical text that is signed, hexadecimal.
  text_sha256 text check (text_sha256 ~ '^[0-9a-f]{64}$'),
  created_by uuid,
  created_at timestamptz not null,
  sent_at timestamptz,
  in_force_at timestamptz,
  primary key (agreement_id, number),
  check (state in ('draft', 'abandoned') or grants.terms_hold(terms)),
  check (state in ('draft', 'abandoned') or (text_sha256 is not null and sent_at is not null)),
  check (state <> 'in-force' or in_force_at is not null)
);
create unique index version_in_force on grants.agreement_version (agreement_id) where state = 'in-force';
create unique index version_open on grants.agreement_version (agreement_id) where state in ('draft', 'sent');

create table grants.signature (
  agreement_id uuid not null,
  version integer not null,
  -- Identifier of a partner, or `state` for the State or its operator.
  signer text not null,
  organisation text not null,
  signatory_id uuid not null,
  signatory_name text not null check (length(signatory_name) between 1 and 200),
  capacity text not null check (length(capacity) between 1 and 200),
  -- By which right: `representative`, `mandate`; for the State, `role` or `delegation`, with the reference of its act.
  held_by text not null check (held_by in ('representative', 'mandate', 'role', 'delegation')),
  right_reference text,
  -- Who vouches for the identity: `typed-name`, or the name of a provider; with its proof.
  provider text not null,
  level text not null check (level in ('simple', 'advanced', 'qualified')),
  proof jsonb not null,
  text_sha256 text not null,
  signed_at timestamptz not null,
  primary key (agreement_id, version, signer),
  foreign key (agreement_id, version) references grants.agreement_version (agreement_id, number)
);
create trigger signature_append_only before update or delete on grants.signature
  for each row execute function kernel.refuse_change();

create function grants.signers_left(v grants.agreement_version) returns bigint language sql stable as $$
  select count(*) from jsonb_array_elements(v.terms -> 'partners') as p
    where not exists (select 1 from grants.signature s
      where s.agreement_id = v.agreement_id and s.version = v.number and s.signer = p ->> 'partnerId')
$$;

-- One signs the version that is sent, the very text that was shown; a partner for itself, the State last.
create function grants.hold_signature() returns trigger language plpgsql as $$
declare
  v grants.agreement_version;
begin
  select * into v from grants.agreement_version
    where agreement_id = new.agreement_id and number = new.version for no key update;
  if v.state is distinct from 'sent' or v.text_sha256 <> new.text_sha256 then
    raise exception 'agreement %: version % is not to be signed', new.agreement_id, new.version using errcode = '23514';
  end if;
  if new.signer = 'state' then
    if grants.signers_left(v) > 0 then
      raise exception 'agreement %: the State signs last', new.agreement_id using errcode = '23514';
    end if;
  elsif not exists (select 1 from jsonb_array_elements(v.terms -> 'partners') as p where p ->> 'partnerId' = new.signer) then
    raise exception 'agreement %: % is no partner of it', new.agreement_id, new.signer using errcode = '23514';
  end if;
  return new;
end $$;
create trigger signature_of_the_sent_version before insert on grants.signature
  for each row execute function grants.hold_signature();

-- A version sent is never rewritten; in force, it has every signature.
create function grants.hold_version() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.terms, new.text_sha256, new.reason, new.sent_at)
      is distinct from (old.terms, old.text_sha256, old.reason, old.sent_at) then
    raise exception 'agreement %: version % is sealed', new.agreement_id, new.number using errcode = '23514';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
      ('draft', 'sent'), ('draft', 'abandoned'), ('sent', 'in-force'), ('sent', 'superseded'), ('sent', 'abandoned'),
      ('in-force', 'superseded')) then
    raise exception 'agreement %: no way from % to %', new.agreement_id, old.state, new.state using errcode = '23514';
  end if;
  if new.state = 'in-force' and old.state <> 'in-force' and (grants.signers_left(new) > 0 or not exists (
      select 1 from grants.signature s
        where s.agreement_id = new.agreement_id and s.version = new.number and s.signer = 'state')) then
    raise exception 'agreement %: version % is not signed by all', new.agreement_id, new.number using errcode = '23514';
  end if;
  return new;
end $$;
create trigger version_held before update on grants.agreement_version
  for each row execute function grants.hold_version();
create trigger version_kept before delete on grants.agreement_version
  for each row execute function kernel.refuse_change();

-- The agreement on paper, by version: before signatures and after the last one.
create table grants.document (
  agreement_id uuid not null,
  version integer not null,
  kind text not null check (kind in ('to-sign', 'signed')),
  content bytea not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  made_at timestamptz not null,
  primary key (agreement_id, version, kind),
  foreign key (agreement_id, version) references grants.agreement_version (agreement_id, number)
);
create trigger document_append_only before update or delete on grants.document
  for each row execute function kernel.refuse_change();

-- First revisions: a model to have checked, then edited by the managers from their pages.
insert into grants.clause (key, position) values
  ('objet', 10),
  ('duree', 20),
  ('aide', 30),
  ('versements', 40),
  ('justificatifs', 50),
  ('consortium', 60),
  ('partage', 70),
  ('controle', 80),
  ('avenants', 90),
  ('fin', 100),
  ('signature', 110);
insert into grants.clause_revision (key, revision, title, body, reason, published_at) values
  ('objet', 1, 'Objet', E'{service} et les partenaires désignés ci-dessus conviennent de ce qui suit pour réaliser le projet « {projet} », retenu au titre de l’appel {appel}. Le dossier déposé et la décision qui le retient complètent la présente convention.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('duree', 1, 'Durée', E'Le projet commence le {debut} et s’achève le {fin}. Les dépenses engagées hors de cette période ne sont pas prises en compte, sauf avenant.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('aide', 1, 'Montant de l’aide', E'L’aide totale est de {total}, pour une assiette éligible de {assiette}, soit un taux de {taux}. Ce montant est un plafond : il est réduit en proportion si les dépenses éligibles acceptées sont inférieures à l’assiette.\n\nChaque partenaire reçoit au plus la part qui lui est attribuée dans le tableau des parts. Le total des parts est le montant de l’aide.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('versements', 1, 'Versements', E'L’aide est versée selon l’échéancier. L’avance ne peut dépasser {plafond-avance}. Les autres tranches sont versées après acceptation des justificatifs demandés pour chacune, et dans la limite des crédits de paiement ouverts.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('justificatifs', 1, 'Justificatifs', E'Chaque partenaire tient une comptabilité qui permet d’identifier les dépenses du projet, et conserve les pièces. Une même facture n’est présentée qu’une fois, pour un seul projet. Le chef de file ({chef-de-file}) réunit les rapports et les transmet.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('consortium', 1, 'Consortium', E'Les partenaires sont : {partenaires}. Le chef de file les représente auprès du service pour le suivi du projet. Chacun répond de sa part et de ses dépenses.\n\nUn partenaire qui souhaite partir, ou que les autres souhaitent remplacer, le dit par écrit. Un avenant répartit alors les parts. Le partenaire qui part sans avoir reçu d’aide n’a pas à signer cet avenant ; il en est informé.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('partage', 1, 'Partage des productions', E'Les productions financées sont mutualisées dans le secteur, la filière ou le réseau, dans les conditions décrites au dossier, avec une licence qui le permet.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('controle', 1, 'Contrôle', E'Le service, ou toute personne qu’il mandate, peut contrôler sur pièces et sur place l’emploi de l’aide, pendant le projet et après son terme. Une aide versée sans justification, ou employée à autre chose, est reversée.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('avenants', 1, 'Avenants', E'Toute modification des montants, des dates, des partenaires ou de l’échéancier fait l’objet d’un avenant, avec son motif et son effet en euros, signé par tous. Une hausse n’est possible que si la vague dispose des crédits.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('fin', 1, 'Fin anticipée', E'Si le projet est abandonné ou si une obligation essentielle n’est pas tenue malgré une mise en demeure, il peut être mis fin à la convention. Les dépenses acceptées jusque-là sont réglées ; le surplus versé est reversé.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z'),
  ('signature', 1, 'Signature', E'La convention {numero} est signée par chaque partenaire, puis par {service}. Elle entre en vigueur à la dernière signature, qui engage l’aide. Le texte signé est désigné par son empreinte SHA-256, portée sur chaque signature.', 'Texte fourni avec le produit, à faire valider.', '2026-11-01T00:00:00Z');
