-- The documents of a record as one column, compressed by the service with a dictionary of the words
-- that all of them have: a fifteenth of their size. Rows that are there keep their columns. Nothing
-- is rewritten or looked through.

alter table records
  add column documents bytea,
  alter column documents set storage external,
  alter column texts drop not null,
  alter column context drop not null,
  alter column actions drop not null,
  alter column reasons drop not null,
  alter column near_misses drop not null,
  alter column aggregate drop not null,
  alter column firings drop not null,
  add constraint record_documents_are_packed_or_apart check (
    num_nonnulls(texts, context, actions, reasons, near_misses, aggregate, firings)
      = case when documents is null then 7 else 0 end
  ) not valid;

comment on table records is 'The record, all else. Documents are canonical JSON (RFC 8785) byte for byte. Partitions and rights as of decisions.';
comment on column records.documents is 'All documents, packed: the number of a dictionary and a Zstandard frame of texts, context, actions, reasons, near misses, aggregate and firings, with a line feed between two. GET /v1/decisions/{id} shows them.';
