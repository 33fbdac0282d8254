-- Tranches of which a partner has asked the payment: no amendment changes them any more.
create table grants.tranche_asked (
  agreement_id uuid not null references grants.agreement (id),
  tranche_id text not null,
  asked_at timestamptz not null,
  primary key (agreement_id, tranche_id)
);
create trigger tranche_asked_append_only before update or delete on grants.tranche_asked
  for each row execute function kernel.refuse_change();

insert into grants.tranche_asked (agreement_id, tranche_id, asked_at)
  select agreement_id, tranche_id, min(opened_at) from payments.request group by agreement_id, tranche_id;
