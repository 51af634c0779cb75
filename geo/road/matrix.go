package road

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"simbiyoz/geo"
)

// Measure is what a way measures. One that does not exist is not Joined.
type Measure struct {
	Length geo.Metres
	Time   geo.Seconds
	Joined bool
}

// Matrix returns the measures of the quickest ways from each of from to each
// of to, as rows, on all cores. A place without a road is a *geo.NoRoadError
// that names its number in "from" or "to".
//
// The ways to the targets are climbed once and laid into buckets at the nodes
// they pass; each source's climb empties those it meets (Knopp et al. 2007).
func (h *Hierarchy) Matrix(ctx context.Context, from, to []geo.Point) ([][]Measure, error) {
	lead := NewFast(h)
	starts, err := lead.snaps(from, "from")
	if err != nil {
		return nil, err
	}
	ends, err := lead.snaps(to, "to")
	if err != nil {
		return nil, err
	}
	m := matrix{h: h, ends: make([]target, len(ends)), rows: make([][]Measure, len(from))}
	for i, s := range ends {
		m.ends[i] = target{s, uint32(i)}
	}
	slices.SortStableFunc(m.ends, func(a, b target) int { return cmp.Compare(a.edge, b.edge) })
	if err := m.fill(ctx, ends); err != nil {
		return nil, err
	}
	err = each(ctx, h, len(starts), func(f *Fast, i int) { m.rows[i] = m.row(f, starts[i]) })
	return m.rows, err
}

// snaps finds the roads of places.
func (f *Fast) snaps(places []geo.Point, field string) ([]Snap, error) {
	out := make([]Snap, len(places))
	for i, p := range places {
		var err error
		if out[i], err = f.q.Snap(p, fmt.Sprintf("%s[%d]", field, i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// matrix is one in the making.
type matrix struct {
	h     *Hierarchy
	ends  []target // in order of their edges
	first []uint32 // buckets[first[n]:first[n+1]] lie at node n
	load  []bucket
	rows  [][]Measure
}

// bucket is a target that can be reached from a node.
type bucket struct {
	cost cost
	node uint32
	end  uint32
}

// fill climbs from every target and sorts what was met by node.
func (m *matrix) fill(ctx context.Context, ends []Snap) error {
	met := make([][]bucket, len(ends))
	err := each(ctx, m.h, len(ends), func(f *Fast, i int) { met[i] = f.met(ends[i], uint32(i)) })
	if err != nil {
		return err
	}
	m.first = make([]uint32, len(m.h.arc)+1)
	total := 0
	for _, one := range met {
		total += len(one)
		for _, b := range one {
			m.first[b.node+1]++
		}
	}
	for i := range m.h.arc {
		m.first[i+1] += m.first[i]
	}
	next := slices.Clone(m.first)
	m.load = make([]bucket, total)
	for _, one := range met {
		for _, b := range one {
			m.load[next[b.node]] = b
			next[b.node]++
		}
	}
	return nil
}

// met returns the nodes from which a climb backward from end is cheapest.
func (f *Fast) met(end Snap, n uint32) []bucket {
	f.back.reset()
	f.q.reset()
	f.arrive(end)
	var out []bucket
	for len(f.back.heap) > 0 {
		top := f.back.heap.pop()
		if top.cost > f.back.label[top.id] || f.back.stalled(&f.h.up, top) {
			continue
		}
		out = append(out, bucket{top.cost, top.id, n})
		f.back.expand(&f.h.down, top)
	}
	return out
}

// row climbs from a start and empties the buckets it meets.
func (m *matrix) row(f *Fast, start Snap) []Measure {
	f.there.reset()
	f.q.reset()
	f.ends, f.best = m.ends, f.best[:0]
	for range m.ends {
		f.best = append(f.best, unreached)
	}
	f.leave(start)
	for len(f.there.heap) > 0 {
		top := f.there.heap.pop()
		if top.cost > f.there.label[top.id] || f.there.stalled(&f.h.down, top) {
			continue
		}
		for _, b := range m.load[m.first[top.id]:m.first[top.id+1]] {
			f.best[b.end] = min(f.best[b.end], top.cost+b.cost)
		}
		f.there.expand(&f.h.up, top)
	}
	f.ends = nil // they are the matrix's
	out := make([]Measure, len(m.ends))
	for i, c := range f.best {
		out[i] = measure(c)
	}
	return out
}

// each does n things with a query for every core, until ctx ends.
func each(ctx context.Context, h *Hierarchy, n int, do func(f *Fast, i int)) error {
	var todo sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), n) {
		todo.Go(func() {
			f := NewFast(h)
			for i := range next {
				do(f, i)
			}
		})
	}
	var err error
	for i := 0; i < n && err == nil; i++ {
		select {
		case next <- i:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	close(next)
	todo.Wait()
	return err
}
