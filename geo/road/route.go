package road

import (
	"context"
	"slices"

	"simbiyoz/geo"
)

// Route returns the quickest way between two places with its line, from road
// to road. A place without a road, or two that none connects, is a
// *geo.NoRoadError.
func (q *Query) Route(ctx context.Context, from, to geo.Point) (geo.Road, []geo.Point, error) {
	return q.route(from, to, func(start, end Snap) (cost, []uint32, error) {
		ways, err := q.search(ctx, start, []Snap{end}, false)
		if err != nil || ways[0].cost == unreached {
			return unreached, nil, err
		}
		return ways[0].cost, q.arcs(ways[0], false), nil
	})
}

// route snaps two places to roads, has the way between them found and draws it.
func (q *Query) route(from, to geo.Point, find func(start, end Snap) (cost, []uint32, error)) (geo.Road, []geo.Point, error) {
	start, err := q.Snap(from, "from")
	if err != nil {
		return geo.Road{}, nil, err
	}
	end, err := q.Snap(to, "to")
	if err != nil {
		return geo.Road{}, nil, err
	}
	c, arcs, err := find(start, end)
	if err != nil {
		return geo.Road{}, nil, err
	}
	if c == unreached {
		return geo.Road{}, nil, &geo.NoRoadError{Place: to}
	}
	return q.road(c, arcs, start, end), q.draw(arcs, start, end), nil
}

// OneToMany returns the way from one place to each of to or, when reverse,
// from each of to to it. A place without a road, or that none connects, has a
// *geo.NoRoadError in its stead; the last error is of the query as a whole.
func (q *Query) OneToMany(ctx context.Context, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	return q.oneToMany(from, to, reverse, func(start Snap, ends []Snap, take func(end int, c cost, arcs []uint32)) error {
		ways, err := q.search(ctx, start, ends, reverse)
		for i, way := range ways {
			if way.cost != unreached {
				take(i, way.cost, q.arcs(way, reverse))
			}
		}
		return err
	})
}

// oneToMany snaps places to roads, has the ways found and measures those that
// are taken.
func (q *Query) oneToMany(from geo.Point, to []geo.Point, reverse bool,
	find func(start Snap, ends []Snap, take func(end int, c cost, arcs []uint32)) error) ([]geo.Road, []error, error) {
	roads, errs := make([]geo.Road, len(to)), make([]error, len(to))
	fields := [2]string{"from", "to"}
	if reverse {
		fields = [2]string{"to", "from"}
	}
	start, err := q.Snap(from, fields[0])
	if err != nil {
		for i := range errs {
			errs[i] = err
		}
		return roads, errs, nil
	}
	var ends []Snap
	var of []int
	for i, p := range to {
		s, err := q.Snap(p, fields[1])
		if errs[i] = err; err == nil {
			ends, of = append(ends, s), append(of, i)
			errs[i] = &geo.NoRoadError{Place: p} // unless a way is found
		}
	}
	err = find(start, ends, func(end int, c cost, arcs []uint32) {
		first, last := start, ends[end]
		if reverse {
			first, last = last, first
		}
		roads[of[end]], errs[of[end]] = q.road(c, arcs, first, last), nil
	})
	if err != nil {
		return nil, nil, err
	}
	return roads, errs, nil
}

// ManyToMany returns the ways from each of from to each of to, as rows.
func (q *Query) ManyToMany(ctx context.Context, from, to []geo.Point) ([][]geo.Road, [][]error, error) {
	roads, errs := make([][]geo.Road, len(from)), make([][]error, len(from))
	for i, p := range from {
		var err error
		if roads[i], errs[i], err = q.OneToMany(ctx, p, to, false); err != nil {
			return nil, nil, err
		}
	}
	return roads, errs, nil
}

// road measures a way over arcs, the first and the last in part.
func (q *Query) road(c cost, arcs []uint32, start, end Snap) geo.Road {
	info := &q.g.info
	r := geo.Road{Length: metres(uint32(c)), Time: seconds(uint32(c >> 32)), Coarse: info.Coarse, Network: info.Version,
		FromSnap: start.Distance, ToSnap: end.Distance}
	for i, a := range arcs {
		flags := q.g.flags[q.g.edge[a]]
		if flags&(flagToll|flagFerry) == 0 {
			continue
		}
		c := q.whole(a)
		if i == len(arcs)-1 {
			c = q.part(a, end)
		}
		if i == 0 {
			c -= q.part(a, start)
		}
		if flags&flagToll != 0 {
			r.Toll += metres(uint32(c))
		}
		if flags&flagFerry != 0 {
			r.Ferry += metres(uint32(c))
		}
	}
	return r
}

// draw returns the line of a way over arcs, the first and the last in part.
func (q *Query) draw(arcs []uint32, start, end Snap) []geo.Point {
	line := []geo.Point{start.Place}
	for i, a := range arcs {
		from, to := 0.0, 1.0
		if i == 0 {
			from = q.along(a, start)
		}
		if i == len(arcs)-1 {
			to = q.along(a, end)
		}
		line = append(line, q.g.between(a, from, to)...)
	}
	return slices.Compact(append(line, end.Place))
}

// along returns which share of arc a lies before place s.
func (q *Query) along(a uint32, s Snap) float64 {
	if q.g.along[a] {
		return s.Share
	}
	return 1 - s.Share
}

// between returns the corners of arc a's line strictly between two shares of
// it, with its ends where they are whole.
func (g *Graph) between(a uint32, from, to float64) []geo.Point {
	line := g.line(g.edge[a])
	n := len(line) / 2
	points := make([]geo.Point, n)
	for i := range n {
		at := i
		if !g.along[a] {
			at = n - 1 - i
		}
		points[i] = point(line[2*at], line[2*at+1])
	}
	whole := 0.0
	sums := make([]float64, n)
	for i := 1; i < n; i++ {
		whole += float64(geo.Crow(points[i-1], points[i]))
		sums[i] = whole
	}
	var out []geo.Point
	for i, p := range points {
		share := sums[i] / max(whole, 1e-9)
		if share > from && share < to || from == 0 && i == 0 || to == 1 && i == n-1 {
			out = append(out, p)
		}
	}
	return out
}
