package road

import (
	"context"
	"fmt"

	"simbiyoz/geo"
)

// Measure is what a way measures. One that does not exist is not Joined.
type Measure struct {
	Length geo.Metres
	Time   geo.Seconds
	Joined bool
}

func measure(c cost) Measure {
	if c == unreached {
		return Measure{}
	}
	return Measure{metres(uint32(c)), seconds(uint32(c >> 32)), true}
}

// Matrix returns the measures of the quickest ways from each of from to each
// of to, as rows, on all cores. A place without a road is a *geo.NoRoadError
// that names its number in "from" or "to".
func (h *Hierarchy) Matrix(ctx context.Context, from, to []geo.Point) ([][]Measure, error) {
	starts, err := h.Snaps(ctx, from, "from")
	if err != nil {
		return nil, err
	}
	ends, err := h.Snaps(ctx, to, "to")
	if err != nil {
		return nil, err
	}
	var t Table
	if err := h.Table(ctx, starts, ends, &t); err != nil {
		return nil, err
	}
	rows := make([][]Measure, len(from))
	for i := range rows {
		rows[i] = make([]Measure, len(to))
		for j, c := range t.row(i) {
			rows[i][j] = measure(c)
		}
	}
	return rows, nil
}

// Snaps finds the roads of places on all cores. A place without one is a
// *geo.NoRoadError that names its number in field.
func (h *Hierarchy) Snaps(ctx context.Context, places []geo.Point, field string) ([]Snap, error) {
	out, errs := make([]Snap, len(places)), make([]error, len(places))
	err := each(ctx, h, len(places), func(f *Fast, i int) { out[i], errs[i] = f.q.Snap(places[i], field) })
	for i, e := range errs {
		if far, is := e.(*geo.NoRoadError); is {
			far.Field = fmt.Sprintf("%s[%d]", field, i)
			return nil, far
		}
	}
	return out, err
}
