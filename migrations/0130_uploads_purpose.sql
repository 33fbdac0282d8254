-- What an upload is for: a document of a file, bounded and of known types, or a resource of the commons, larger and judged by its gate.
-- One is never taken for the other.
alter table uploads.upload add column purpose text not null default 'document' check (purpose in ('document', 'resource'));
