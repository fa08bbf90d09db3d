-- Columns are the fields of records; `pictures` and `people` are JSON.
select id, headline as title, body_markdown, section, published_at as published,
       pictures as media, people as authors, changed_at
from articles
where live
