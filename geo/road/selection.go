package road

import (
	"math/bits"
	"slices"
)

// selection is the part of a hierarchy over which ways come down to some of its
// nodes, or from which they go up, if these are where ways begin (RPHAST,
// Delling, Goldberg and Werneck 2011).
type selection struct {
	node  []uint32 // in order of rank
	first []uint32 // rung[first[i]:first[i+1]] are node i's
	rung  []rung   // which lead to numbers in node
}

// picker is what it takes to make selections one after the other.
type picker struct {
	marked []uint64 // a bit of every node
	index  []uint32 // of marked nodes: their number in the selection
}

func (p *picker) mark(v uint32) { p.marked[v/64] |= 1 << (v % 64) }

// pick makes s what climbs in a direction from seeds can meet.
func (p *picker) pick(s *selection, h *Hierarchy, seeds []seed, direction uint32) {
	nodes, rungs := p.close(h, seeds, direction)
	if p.index == nil {
		p.index = make([]uint32, len(h.of))
	}
	s.node, s.first, s.rung = slices.Grow(s.node[:0], nodes)[:nodes], slices.Grow(s.first[:0], nodes+1)[:nodes+1], slices.Grow(s.rung[:0], rungs)[:rungs]
	s.first[0] = 0
	i, j := uint32(0), uint32(0)
	p.each(func(v uint32) {
		p.index[v], s.node[i] = i, v
		for _, r := range h.rungs(v, direction) {
			s.rung[j] = rung{r.dm, r.ms, p.index[r.to]}
			j++
		}
		i++
		s.first[i] = j
	})
}

// close marks seeds and all nodes that edges lead up to from marked ones, from
// the lowest up, and counts these and the edges.
func (p *picker) close(h *Hierarchy, seeds []seed, direction uint32) (nodes, rungs int) {
	if p.marked == nil {
		p.marked = make([]uint64, len(h.of)/64+1)
	}
	for _, s := range seeds {
		p.mark(s.node)
	}
	for w := len(p.marked) - 1; w >= 0; w-- {
		for done := uint64(0); p.marked[w]&^done != 0; { // an edge may lead up within the word
			bit := 63 - bits.LeadingZeros64(p.marked[w]&^done)
			done |= 1 << bit
			up := h.rungs(uint32(64*w+bit), direction)
			for _, r := range up {
				p.mark(r.to)
			}
			nodes, rungs = nodes+1, rungs+len(up)
		}
	}
	return nodes, rungs
}

// each calls do for marked nodes, from the highest down, and takes the marks
// away.
func (p *picker) each(do func(v uint32)) {
	for w, word := range p.marked {
		for ; word != 0; word &= word - 1 {
			do(uint32(64*w + bits.TrailingZeros64(word)))
		}
		p.marked[w] = 0
	}
}
