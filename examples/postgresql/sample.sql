create table articles (
  id bigint primary key,
  headline text not null,
  body_markdown text not null,
  section text not null,
  published_at timestamptz not null,
  changed_at timestamptz not null,
  pictures jsonb,
  people jsonb,
  live boolean not null default true
);

insert into articles values
  (1, 'The ferry is back at the quay', E'It sails *again*.\n\nNobody had hoped for it.', 'World',
   '2026-05-01T08:00:00Z', '2026-05-01T08:00:00Z',
   '[{"url": "https://courier.example/ferry.jpg", "alt": "The ferry at the quay", "credit": "Photo: Ann Lee / Nordlicht Press"}]',
   '["Ann Lee"]', true),
  (2, 'The harbour has a new crane', 'It lifts forty tons.', 'Business',
   '2026-05-02T09:30:00Z', '2026-05-02T09:30:00Z', null, '["Ben Roe"]', true),
  (3, 'A draft that nobody sees', 'Not yet.', 'World',
   '2026-05-03T09:30:00Z', '2026-05-03T09:30:00Z', null, null, false);
