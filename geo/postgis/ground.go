package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// grounds numbers what matches rest on: assumed figures, reasons and versions
// of road networks stand in millions of matches, word for word, and once in the
// table ground. It is safe for concurrent use.
type grounds struct {
	mu      sync.RWMutex
	inputs  map[geo.Input]int32
	reasons map[geo.Reason]int32
	texts   map[string]int32
	known   map[int32]any // by number: an Input, a Reason or a text
}

func newGrounds() *grounds {
	return &grounds{inputs: map[geo.Input]int32{}, reasons: map[geo.Reason]int32{}, texts: map[string]int32{}, known: map[int32]any{}}
}

// groundOf returns what of in many matches share, and whether it is the whole:
// what a firm gave stands with each match.
func groundOf(in geo.Input) (shared geo.Input, whole bool) {
	if in.Origin != geo.Given {
		return in, true
	}
	in.Value, in.Low, in.High = 0, 0, 0
	return in, false
}

// note notes what bears a number.
func (g *grounds) note(n int32, v any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known[n] = v
	switch v := v.(type) {
	case geo.Input:
		g.inputs[v] = n
	case geo.Reason:
		g.reasons[v] = n
	case string:
		g.texts[v] = n
	}
}

// missing returns what of lists of matches, and of what others are shown of
// them, has no number yet, each once.
func (g *grounds) missing(lists [][]geo.Match) []any {
	g.mu.RLock()
	defer g.mu.RUnlock()
	seen := map[any]bool{}
	var out []any
	ask := func(v any) {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	for _, ms := range lists {
		for i := range ms {
			g.unknown(&ms[i], ask)
			if ms[i].Shown != nil {
				g.unknown(ms[i].Shown, ask)
			}
		}
	}
	return out
}

// unknown calls ask with what of m has no number. The caller holds mu.
func (g *grounds) unknown(m *geo.Match, ask func(any)) {
	for _, in := range m.Inputs {
		if shared, _ := groundOf(in); g.inputs[shared] == 0 {
			ask(shared)
		}
	}
	for _, r := range m.Reasons {
		if g.reasons[r] == 0 {
			ask(r)
		}
	}
	if m.Haul != nil && g.texts[m.Haul.Road.Network] == 0 {
		ask(m.Haul.Road.Network)
	}
}

const (
	addGrounds = `
INSERT INTO ground (body)
SELECT body::jsonb FROM unnest($1::text[]) AS b (body)
WHERE NOT EXISTS (SELECT FROM ground AS g WHERE md5(g.body::text) = md5(b.body::jsonb::text))
ON CONFLICT DO NOTHING`
	numbersOf = `
SELECT b.n, g.id FROM unnest($1::text[]) WITH ORDINALITY AS b (body, n) JOIN ground AS g ON md5(g.body::text) = md5(b.body::jsonb::text)`
	groundsOf = `SELECT id, body FROM ground WHERE id = ANY($1)`
)

// number gives numbers to all that lists of matches rest on. It does so before
// the transaction that stores them: a number that was given stays.
func (s *Store) number(ctx context.Context, lists ...[]geo.Match) error {
	missing := s.grounds.missing(lists)
	if len(missing) == 0 {
		return nil
	}
	ctx = geo.WithViewer(ctx, geo.System)
	bodies := make([]string, len(missing))
	for i, v := range missing {
		text, err := json.Marshal(v)
		if err != nil {
			return err
		}
		bodies[i] = string(text)
	}
	if _, err := s.db.Exec(ctx, addGrounds, bodies); err != nil {
		return fmt.Errorf("number %d grounds of matches: %w", len(bodies), err)
	}
	rows, _ := s.db.Query(ctx, numbersOf, bodies)
	var n int
	var id int32
	if _, err := pgx.ForEachRow(rows, []any{&n, &id}, func() error {
		s.grounds.note(id, missing[n-1])
		return nil
	}); err != nil {
		return fmt.Errorf("numbers of %d grounds of matches: %w", len(bodies), err)
	}
	return nil
}

// learn reads those of numbers that are not known yet of a database, or in a
// transaction.
func (g *grounds) learn(ctx context.Context, of DB, numbers []int32) error {
	g.mu.RLock()
	var missing []int32
	for _, n := range numbers {
		if _, known := g.known[n]; !known {
			missing = append(missing, n)
		}
	}
	g.mu.RUnlock()
	if len(missing) == 0 {
		return nil
	}
	rows, _ := of.Query(ctx, groundsOf, missing)
	var n int32
	var body []byte
	if _, err := pgx.ForEachRow(rows, []any{&n, &body}, func() error {
		v, err := readGround(body)
		if err == nil {
			g.note(n, v)
		}
		return err
	}); err != nil {
		return fmt.Errorf("grounds of matches: %w", err)
	}
	return nil
}

// readGround reads the body of a ground.
func readGround(body []byte) (any, error) {
	var kind struct{ Part, Name *string }
	if body[0] == '"' {
		var text string
		err := json.Unmarshal(body, &text)
		return text, err
	}
	if err := json.Unmarshal(body, &kind); err != nil {
		return nil, err
	}
	if kind.Part != nil {
		var r geo.Reason
		err := json.Unmarshal(body, &r)
		return r, err
	}
	var in geo.Input
	err := json.Unmarshal(body, &in)
	return in, err
}
