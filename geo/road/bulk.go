package road

import (
	"context"

	"simbiyoz/geo"
)

// Table returns the ways from each of from to each of to as rows, as OneToMany
// does but for their ferries, which it leaves out, and many times as fast. It
// can where a hierarchy was built for the vehicle and no road costs toll;
// elsewhere ok is false.
func (n *Network) Table(ctx context.Context, vehicle geo.Vehicle, from, to []geo.Point) (roads [][]geo.Road, errs [][]error, ok bool, err error) {
	err = n.with(vehicle, func(q asker) error {
		f, fast := q.(*Fast)
		if !fast || f.h.g.tolls() {
			return nil
		}
		ok = true
		starts, ends := f.bulk(from, "from"), f.bulk(to, "to")
		var t Table
		if err := f.h.Table(ctx, starts.snaps, ends.snaps, &t); err != nil {
			return err
		}
		roads, errs = make([][]geo.Road, len(from)), make([][]error, len(from))
		for i := range from {
			roads[i], errs[i] = f.h.g.roads(&t, starts, ends, i)
		}
		return nil
	})
	return roads, errs, ok, err
}

// tolls reports whether any road of g costs toll.
func (g *Graph) tolls() bool {
	for _, f := range g.flags {
		if f&flagToll != 0 {
			return true
		}
	}
	return false
}

// bulk is many places with their roads.
type bulk struct {
	places []geo.Point
	snaps  []Snap  // of those that have a road
	at     []int   // of places: their number in snaps
	errs   []error // of places without a road
}

func (f *Fast) bulk(places []geo.Point, field string) bulk {
	b := bulk{places: places, at: make([]int, len(places)), errs: make([]error, len(places))}
	for i, p := range places {
		s, err := f.q.Snap(p, field)
		if b.errs[i] = err; err == nil {
			b.at[i] = len(b.snaps)
			b.snaps = append(b.snaps, s)
		}
	}
	return b
}

// roads returns the ways from the i-th start to all ends.
func (g *Graph) roads(t *Table, starts, ends bulk, i int) ([]geo.Road, []error) {
	info := &g.info
	roads, errs := make([]geo.Road, len(ends.places)), make([]error, len(ends.places))
	for j := range roads {
		if starts.errs[i] != nil {
			errs[j] = starts.errs[i]
			continue
		}
		if errs[j] = ends.errs[j]; errs[j] != nil {
			continue
		}
		m := t.At(starts.at[i], ends.at[j])
		if !m.Joined {
			errs[j] = &geo.NoRoadError{Place: ends.places[j]}
			continue
		}
		roads[j] = geo.Road{Length: m.Length, Time: m.Time, Coarse: info.Coarse, Network: info.Version,
			FromSnap: starts.snaps[starts.at[i]].Distance, ToSnap: ends.snaps[ends.at[j]].Distance}
	}
	return roads, errs
}
