package osrm

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/road/remote"
)

// table is an answer of OSRM's: null where there is no way.
type table struct {
	head
	Durations    [][]*geo.Seconds `json:"durations"`
	Distances    [][]*geo.Metres  `json:"distances"`
	Sources      []waypoint       `json:"sources"`
	Destinations []waypoint       `json:"destinations"`
}

// OneToMany returns the ways from one place to each of to, or to it when
// reverse. A table tells no tolls and no ferries.
func (e *Engine) OneToMany(ctx context.Context, _ geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	answers, err := remote.Split(ctx, to, most, func(ctx context.Context, part []geo.Point) ([]remote.Answer, error) {
		return e.part(ctx, from, part, reverse)
	})
	if err != nil {
		return nil, nil, err
	}
	_, many := remote.Fields(reverse)
	for i, a := range answers {
		if is(a.Err, "NoSegment") {
			answers[i].Err = &geo.NoRoadError{Field: many, Place: to[i]}
		}
	}
	roads, errs := remote.Unzip(answers)
	return roads, errs, nil
}

// part asks for one table: of one row or, reverse, of one column.
func (e *Engine) part(ctx context.Context, one geo.Point, many []geo.Point, reverse bool) ([]remote.Answer, error) {
	var all strings.Builder // the numbers of many
	for i := range many {
		if i > 0 {
			all.WriteByte(';')
		}
		all.WriteString(strconv.Itoa(i + 1))
	}
	sources, destinations := "0", all.String()
	if reverse {
		sources, destinations = destinations, sources
	}
	var t table
	places := append([]geo.Point{one}, many...)
	query := "annotations=duration,distance&sources=" + sources + "&destinations=" + destinations
	if err := e.get(ctx, "table", places, query, &t); err != nil {
		return nil, err
	}
	if !t.fits(len(many), reverse) {
		return nil, fmt.Errorf("%w: osrm: a table of another size than was asked for", remote.ErrDown)
	}
	out := make([]remote.Answer, len(many))
	for i, p := range many {
		out[i].Road, out[i].Err = t.cell(i, one, p, reverse)
	}
	return out, nil
}

func (t *table) fits(n int, reverse bool) bool {
	rows, cols := 1, n
	if reverse {
		rows, cols = n, 1
	}
	if len(t.Durations) != rows || len(t.Distances) != rows || len(t.Sources) != rows || len(t.Destinations) != cols {
		return false
	}
	for i := range rows {
		if len(t.Durations[i]) != cols || len(t.Distances[i]) != cols {
			return false
		}
	}
	return true
}

// cell reads the way between the one place and number i of the many.
func (t *table) cell(i int, one, many geo.Point, reverse bool) (geo.Road, error) {
	oneField, manyField := remote.Fields(reverse)
	row, col, single, other := 0, i, t.Sources[0], t.Destinations
	if reverse {
		row, col, single, other = i, 0, t.Destinations[0], t.Sources
	}
	if err := far(oneField, one, single); err != nil {
		return geo.Road{}, err
	}
	if err := far(manyField, many, other[i]); err != nil {
		return geo.Road{}, err
	}
	time, length := t.Durations[row][col], t.Distances[row][col]
	if time == nil || length == nil {
		return geo.Road{}, &geo.NoRoadError{Place: many}
	}
	r := geo.Road{Length: *length, Time: *time, FromSnap: single.Distance, ToSnap: other[i].Distance}
	if reverse {
		r.FromSnap, r.ToSnap = r.ToSnap, r.FromSnap
	}
	return r, nil
}
