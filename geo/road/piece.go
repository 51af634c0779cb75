package road

import (
	"cmp"
	"context"
	"math"
	"slices"

	"simbiyoz/geo"
)

// piece is an edge to be: a way's stretch between two nodes of the graph.
type piece struct {
	way      int
	from, to int64
	nodes    []int64
	length   uint32
	share    float64 // of the way's length
	bar      *Limits // of the barrier that the piece is, if it is one
}

// cut splits ways where they meet, at barriers, and at their ends.
func (b *Builder) cut(ctx context.Context) ([]piece, error) {
	uses := map[int64]int{}
	for _, w := range b.ways {
		for i, n := range w.Nodes {
			uses[n]++
			if i == 0 || i == len(w.Nodes)-1 {
				uses[n]++ // an end is a node of the graph, whoever shares it
			}
		}
	}
	var out []piece
	for i, w := range b.ways {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !w.Forward.Open && !w.Backward.Open {
			continue
		}
		out = append(out, b.pieces(i, w, uses)...)
	}
	return b.near(b.bar(out)), nil
}

// near puts pieces that are near each other on the map near each other in
// memory, as their ends are.
func (b *Builder) near(pieces []piece) []piece {
	keys := make([]uint64, len(pieces))
	order := make([]int, len(pieces))
	for i, p := range pieces {
		keys[i], order[i] = hilbert(b.places[p.from]), i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(keys[i], keys[j]), cmp.Compare(i, j)) })
	out := make([]piece, len(pieces))
	for i, from := range order {
		out[i] = pieces[from]
	}
	return out
}

// bar puts barriers between roads: whoever may not pass one may drive up to it,
// from either side. So every piece ends before it, and a piece of the least
// length, with the barrier's limits, joins that end to it.
func (b *Builder) bar(pieces []piece) []piece {
	end := int64(math.MinInt64) // the sources' nodes have other numbers
	var gates []piece
	for i := range len(pieces) {
		p := &pieces[i]
		for _, at := range []*int64{&p.from, &p.to} {
			l, barred := b.barriers[*at]
			if !barred {
				continue
			}
			end++
			b.places[end] = b.places[*at]
			gate := piece{way: p.way, from: end, to: *at, nodes: []int64{*at, *at}, length: 1, bar: &l}
			if at == &p.from {
				gate.from, gate.to = gate.to, gate.from
			}
			*at = end
			gates = append(gates, gate)
		}
	}
	return append(pieces, gates...)
}

func (b *Builder) pieces(way int, w Way, uses map[int64]int) []piece {
	var known []int64
	for _, n := range w.Nodes {
		if _, ok := b.places[n]; ok && (len(known) == 0 || known[len(known)-1] != n) {
			known = append(known, n)
		}
	}
	var out []piece
	start := 0
	for i := 1; i < len(known); i++ {
		_, barred := b.barriers[known[i]]
		if i == len(known)-1 || uses[known[i]] > 1 || barred {
			nodes := known[start : i+1]
			out = append(out, piece{way: way, from: nodes[0], to: nodes[len(nodes)-1], nodes: nodes, length: b.length(nodes)})
			start = i
		}
	}
	b.told(w, out)
	var whole float64
	for _, p := range out {
		whole += float64(p.length)
	}
	for i := range out {
		out[i].share = float64(out[i].length) / whole
	}
	return out
}

func (b *Builder) length(nodes []int64) uint32 {
	var sum geo.Metres
	for i := 1; i < len(nodes); i++ {
		sum += geo.Crow(b.places[nodes[i-1]], b.places[nodes[i]])
	}
	return uint32(max(1, math.Round(float64(sum)*10)))
}

// told stretches pieces to the length that the way's source tells.
func (b *Builder) told(w Way, pieces []piece) {
	if w.Metres <= 0 {
		return
	}
	var drawn float64
	for _, p := range pieces {
		drawn += float64(p.length)
	}
	for i := range pieces {
		pieces[i].length = uint32(max(1, math.Round(float64(pieces[i].length)*w.Metres*10/drawn)))
	}
}

// barred adds the barrier that p is to its way's limits.
func (p piece) barred(l Limits) Limits {
	bar := p.bar
	if bar == nil {
		return l
	}
	l.Goods, l.HGV, l.Hazmat = max(l.Goods, bar.Goods), max(l.HGV, bar.HGV), max(l.Hazmat, bar.Hazmat)
	l.WeightKg, l.DestinationKg, l.AxleKg = tighter(l.WeightKg, bar.WeightKg), tighter(l.DestinationKg, bar.DestinationKg), tighter(l.AxleKg, bar.AxleKg)
	l.HeightCm, l.WidthCm, l.LengthCm = tighter(l.HeightCm, bar.HeightCm), tighter(l.WidthCm, bar.WidthCm), tighter(l.LengthCm, bar.LengthCm)
	return l
}

func tighter[T uint16 | uint32](a, b T) T {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
