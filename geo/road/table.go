package road

import (
	"context"
	"runtime"
	"slices"
	"sync"
)

// Table is what the ways between two lists of places measure. The zero value is
// ready to be filled; one that is filled again keeps its memory.
type Table struct {
	cols int
	cost []cost
}

// At returns the measure in row i, column j.
func (t *Table) At(i, j int) Measure { return measure(t.cost[i*t.cols+j]) }

func (t *Table) begin(rows, cols int) {
	t.cols = cols
	t.cost = slices.Grow(t.cost[:0], rows*cols)[:rows*cols]
}

func (t *Table) row(i int) []cost { return t.cost[i*t.cols : (i+1)*t.cols] }

// lopsided reports whether sweeps from few places to many, kept ready, are sooner
// done than buckets are filled with the many. What a sweep passes through grows
// with the square root of where it leads, about: BenchmarkCrossover tells.
func lopsided(few, many int) bool { return few*few <= 12*many }

// Table fills into with a row for each of from and a column for each of to, on
// all cores: by sweeps where one side has far fewer places, else by buckets.
func (h *Hierarchy) Table(ctx context.Context, from, to []Snap, into *Table) error {
	switch {
	case len(from) == 1:
		return h.single(ctx, from[0], to, false, into)
	case len(to) == 1:
		return h.single(ctx, to[0], from, true, into)
	case len(from) <= len(to) && lopsided(len(from), len(to)):
		return h.spare(func(t *Targets) error {
			h.lend(func(f *Fast) { f.aim(t, to, false) })
			return t.Rows(ctx, from, into)
		})
	case lopsided(len(to), len(from)):
		return h.spare(func(t *Targets) error {
			h.lend(func(f *Fast) { f.aim(t, from, true) })
			return t.columns(ctx, to, into)
		})
	}
	return h.Buckets(ctx, from, to, into)
}

// single fills into with the ways from one place to others or, when reverse, from
// these to it.
func (h *Hierarchy) single(ctx context.Context, at Snap, others []Snap, reverse bool, into *Table) error {
	rows, cols := 1, len(others)
	if reverse {
		rows, cols = cols, rows
	}
	into.begin(rows, cols)
	return h.spare(func(t *Targets) error {
		h.lend(func(f *Fast) {
			f.gather(t, others, reverse)
			f.once(at, t)
			copy(into.cost, f.best)
		})
		return ctx.Err()
	})
}

// columns fills into as Rows does, with rows and columns changed round.
func (t *Targets) columns(ctx context.Context, at []Snap, into *Table) error {
	var turned Table
	if err := t.Rows(ctx, at, &turned); err != nil {
		return err
	}
	into.begin(len(t.places), len(at))
	for i := range at {
		for j, c := range turned.row(i) {
			into.row(j)[i] = c
		}
	}
	return nil
}

// bucket is a place that can be reached from a node.
type bucket struct {
	dm, ms uint32
	end    uint32
}

// buckets are those of many places, by node.
type buckets struct {
	first, last []uint32 // of nodes: load[first[n]:last[n]]
	load        []bucket
}

// Buckets fills into as Table does. It climbs once from each of to and leaves a bucket at every node that
// it passes; a climb from each of from empties those it meets (Knopp et al.
// 2007).
func (h *Hierarchy) Buckets(ctx context.Context, from, to []Snap, into *Table) error {
	into.begin(len(from), len(to))
	for i := range into.cost {
		into.cost[i] = unreached
	}
	ends := &Targets{h: h, direction: backward, places: to, byEdge: byEdge(nil, to), bias: make([]cost, len(to))}
	var all buckets
	if err := all.fill(ctx, ends); err != nil {
		return err
	}
	return each(ctx, h, len(from), func(f *Fast, i int) { f.empty(from[i], ends, &all, into.row(i)) })
}

// fill climbs from every place and sorts what was met by node.
func (b *buckets) fill(ctx context.Context, ends *Targets) error {
	h := ends.h
	met := make([][]entry, len(ends.places))
	err := each(ctx, h, len(met), func(f *Fast, i int) {
		met[i] = f.met(ends.places[i])
		ends.bias[i] = f.bias
	})
	if err != nil {
		return err
	}
	b.first, b.last = make([]uint32, len(h.of)), make([]uint32, len(h.of))
	for _, one := range met {
		for _, s := range one {
			b.last[s.id]++
		}
	}
	total := uint32(0)
	for v, n := range b.last {
		b.first[v], b.last[v] = total, total
		total += n
	}
	b.load = make([]bucket, total)
	for i, one := range met {
		for _, s := range one {
			b.load[b.last[s.id]] = bucket{uint32(s.cost), uint32(s.cost >> 32), uint32(i)}
			b.last[s.id]++
		}
	}
	return nil
}

// met returns the nodes from which a climb backward from end is cheapest.
func (f *Fast) met(end Snap) []entry {
	f.reset()
	f.approach(end, backward)
	out := make([]entry, 0, 128)
	for top, any := f.back.next(f.h, backward); any; top, any = f.back.next(f.h, backward) {
		out = append(out, top)
		f.back.expand(f.h, backward, top, unreached)
	}
	return out
}

// empty climbs from a start and empties the buckets it meets into row.
func (f *Fast) empty(start Snap, ends *Targets, all *buckets, row []cost) {
	f.reset()
	f.ends = ends.byEdge
	f.best = append(f.best, row...) // all unreached
	f.approach(start, ahead)
	for top, any := f.there.next(f.h, ahead); any; top, any = f.there.next(f.h, ahead) {
		for _, b := range all.load[all.first[top.id]:all.last[top.id]] {
			row[b.end] = min(row[b.end], top.cost+sum(b.ms, b.dm))
		}
		f.there.expand(f.h, ahead, top, unreached)
	}
	for i, c := range row {
		if c < unreached {
			row[i] = c - ends.bias[i]
		}
		row[i] = min(row[i], f.best[i])
	}
	f.amend(start, ends, row)
}

// each does n things with a query for every core, until ctx ends.
func each(ctx context.Context, h *Hierarchy, n int, do func(f *Fast, i int)) error {
	var todo sync.WaitGroup
	var fate relay
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), n) {
		todo.Go(func() {
			h.lend(func(f *Fast) {
				for i := range next {
					fate.run(func() { do(f, i) })
				}
			})
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
	fate.raise()
	return err
}
