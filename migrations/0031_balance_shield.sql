-- A balance that fewer than three firms have told the quantities of, and one from
-- which such a one could be told by subtraction, is for facilitators alone, which
-- is decided when balances are computed; until they are, all are kept back.
ALTER TABLE balance
    ADD COLUMN shield     boolean NOT NULL DEFAULT true,
    ADD COLUMN left_firms integer NOT NULL DEFAULT 0; -- that remaining is of

-- How many resources wait for their matches told others how many are hidden.
CREATE VIEW shown.matched AS
SELECT m.resource_id, m.network, m.at
FROM public.matched AS m
WHERE EXISTS (SELECT FROM shown.resource AS r WHERE r.id = m.resource_id);
