package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// A match's haul is stored as its figures in this order, its inputs as the
// numbers of their grounds, and its reasons as those of theirs. Of an input that
// a firm gave the number is negated, and the figure, its low and its high follow.
const (
	haulMass  = `COALESCE(m.haul[10], 0)`
	haulTrips = `COALESCE(m.haul[11], 0)::int`
	haulCost  = `COALESCE(m.haul[18], 0)`
	haulCO2e  = `COALESCE(m.haul[19], 0)`

	haulFigures = 19
)

// packHaul returns h's figures, without its vehicle; nil for none. The caller
// holds g.mu.
func (g *grounds) packHaul(h *geo.Haul) []float64 {
	if h == nil {
		return nil
	}
	r, t, l := &h.Road, &h.Terms, &h.Lines
	return []float64{float64(r.Length), float64(r.Time), float64(r.Toll), float64(r.Ferry), float64(r.FromSnap), float64(r.ToSnap),
		oneIf(r.Estimate), oneIf(r.Coarse), float64(g.texts[r.Network]), float64(h.Mass), float64(h.Trips), float64(t.Empty),
		float64(t.TollKm), t.Density, float64(l.Distance), float64(l.Time), float64(l.Toll), float64(h.Cost), float64(h.CO2e)}
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// readHaul is the inverse of packHaul, all but the network.
func readHaul(f []float64, vehicle string) (*geo.Haul, error) {
	if f == nil {
		return nil, nil
	}
	if len(f) != haulFigures {
		return nil, fmt.Errorf("a haul of %d figures", len(f))
	}
	return &geo.Haul{
		Road: geo.Road{Length: geo.Metres(f[0]), Time: geo.Seconds(f[1]), Toll: geo.Metres(f[2]), Ferry: geo.Metres(f[3]),
			FromSnap: geo.Metres(f[4]), ToSnap: geo.Metres(f[5]), Estimate: f[6] == 1, Coarse: f[7] == 1},
		Vehicle: vehicle, Mass: geo.Tonnes(f[9]), Trips: int(f[10]),
		Terms: geo.Terms{Empty: geo.Share(f[11]), TollKm: geo.Lira(f[12]), Density: f[13]},
		Lines: geo.CostLine{Distance: geo.Lira(f[14]), Time: geo.Lira(f[15]), Toll: geo.Lira(f[16])},
		Cost:  geo.Lira(f[17]), CO2e: geo.KgCO2e(f[18]),
	}, nil
}

// packInputs returns what stands for inputs. The caller holds g.mu.
func (g *grounds) packInputs(ins []geo.Input) []float64 {
	out := make([]float64, 0, len(ins)+6)
	for _, in := range ins {
		shared, whole := groundOf(in)
		n := float64(g.inputs[shared])
		if whole {
			out = append(out, n)
		} else {
			out = append(out, -n, in.Value, in.Low, in.High)
		}
	}
	return out
}

// packReasons returns what stands for reasons. The caller holds g.mu.
func (g *grounds) packReasons(rs []geo.Reason) []int32 {
	out := make([]int32, len(rs))
	for i, r := range rs {
		out[i] = g.reasons[r]
	}
	return out
}

// packed is what of a row of match is still to be put into the match.
type packed struct {
	haul, inputs                             []float64
	reasons                                  []int32
	vehicle                                  *string
	benefitLow, benefitHigh, co2eLow, co2eHi *float64
}

func (p *packed) figures(m *geo.Match) []any {
	return []any{&m.Fit, &m.Rate, &m.Share, &m.Decay, &m.Score, &p.haul, &p.vehicle, &m.Error, &m.Benefit, &m.Expected, &m.BreakEven, &m.CO2e, &m.CO2eBreakEven,
		&p.benefitLow, &p.benefitHigh, &p.co2eLow, &p.co2eHi, &p.inputs, &p.reasons}
}

// numbers adds those of p's grounds to a list.
func (p *packed) numbers(list []int32) []int32 {
	list = append(list, p.reasons...)
	for i := 0; i < len(p.inputs); i++ {
		n := int32(p.inputs[i])
		if n < 0 {
			n, i = -n, i+3
		}
		list = append(list, n)
	}
	if len(p.haul) == haulFigures {
		list = append(list, int32(p.haul[8]))
	}
	return list
}

// read puts p into m.
func (g *grounds) read(p *packed, m *geo.Match) (err error) {
	m.BenefitRange, m.CO2eRange = spanOf(p.benefitLow, p.benefitHigh), spanOf(p.co2eLow, p.co2eHi)
	if m.Haul, err = readHaul(p.haul, orZero(p.vehicle)); err != nil {
		return err
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	if m.Haul != nil {
		m.Haul.Road.Network, _ = g.known[int32(p.haul[8])].(string)
	}
	for _, n := range p.reasons {
		r, is := g.known[n].(geo.Reason)
		if !is {
			return fmt.Errorf("ground %d is no reason", n)
		}
		m.Reasons = append(m.Reasons, r)
	}
	for rest := p.inputs; len(rest) > 0; {
		var in geo.Input
		if in, rest, err = g.input(rest); err != nil {
			return err
		}
		m.Inputs = append(m.Inputs, in)
	}
	return nil
}

// input reads the first of packed inputs and returns the others.
func (g *grounds) input(f []float64) (in geo.Input, rest []float64, err error) {
	n, given := int32(f[0]), f[0] < 0
	if given {
		n = -n
	}
	in, is := g.known[n].(geo.Input)
	if !is || given && len(f) < 4 {
		return in, nil, fmt.Errorf("ground %d is no input", n)
	}
	if given {
		in.Value, in.Low, in.High = f[1], f[2], f[3]
		return in, f[4:], nil
	}
	return in, f[1:], nil
}

// row is a row of match as it was read.
type row struct {
	geo.Match
	packed
	use     *int64
	isShown bool // shown and seen are filled
	shown   geo.Match
	seen    packed
}

func (r *row) fields() []any {
	return append([]any{&r.SourceID, &r.SinkID, &r.Relation, &r.use, &r.Unit, &r.Verdict}, r.figures(&r.Match)...)
}

// scanMatch reads a row of selectMatch.
func scanMatch(from pgx.CollectableRow) (*row, error) {
	r := &row{}
	return r, from.Scan(r.fields()...)
}

// scanBoth reads a row of matchesOf.
func scanBoth(from pgx.CollectableRow) (*row, error) {
	r := &row{}
	return r, from.Scan(append(append(r.fields(), &r.isShown), r.seen.figures(&r.shown)...)...)
}

// collect returns the matches of rows, all of them read; of is asked what they
// rest on where that is not known yet.
func (s *Store) collect(ctx context.Context, of DB, rows pgx.Rows, scan pgx.RowToFunc[*row]) ([]geo.Match, error) {
	read, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, err
	}
	var numbers []int32
	for _, r := range read {
		numbers = r.seen.numbers(r.packed.numbers(numbers))
	}
	if err := s.grounds.learn(ctx, of, numbers); err != nil {
		return nil, err
	}
	out := make([]geo.Match, len(read))
	for i, r := range read {
		if err := s.grounds.whole(r); err != nil {
			return nil, fmt.Errorf("match %d-%d: %w", r.SourceID, r.SinkID, err)
		}
		out[i] = r.Match
	}
	return out, nil
}

// whole makes r's match whole.
func (g *grounds) whole(r *row) error {
	r.UseID = orZero(r.use)
	if err := g.read(&r.packed, &r.Match); err != nil || !r.isShown {
		return err
	}
	r.shown.SourceID, r.shown.SinkID, r.shown.Relation, r.shown.Unit, r.shown.UseID = r.SourceID, r.SinkID, r.Relation, r.Unit, r.UseID
	r.Shown = &r.shown
	return g.read(&r.seen, &r.shown)
}
