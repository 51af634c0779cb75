-- Who has told what, by zone: computed with the flows, for to count a million
-- resources takes longer than anybody waits. Beside the count of all there are
-- those of what visitors, and of what who has logged in may know of.
CREATE TABLE coverage (
    place     text NOT NULL, -- zone's code; '': outside; '*': everywhere
    eyes      text NOT NULL CHECK (eyes IN ('visitor', 'member', 'all')),
    firms     integer NOT NULL, -- that have a site there
    posted    integer NOT NULL, -- of them, that posted anything
    resources integer NOT NULL,
    measured  integer NOT NULL, -- of them, with a quantity
    graded    integer[] NOT NULL CHECK (cardinality(graded) = 4), -- how many are A, B, C and D
    confirmed integer NOT NULL, -- that were confirmed within a year
    inferred  integer NOT NULL, -- that nobody declared
    PRIMARY KEY (place, eyes)
);
