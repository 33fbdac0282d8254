-- Named facts of an installation, kept with its data: which demonstration world was loaded.
create table kernel.mark (
  name text primary key,
  value text not null
);
