package road

import "math/bits"

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
	todo   []uint32
}

func (p *picker) mark(v uint32) {
	if word, bit := &p.marked[v/64], uint64(1)<<(v%64); *word&bit == 0 {
		*word |= bit
		p.todo = append(p.todo, v)
	}
}

// pick selects what climbs in a direction from seeds can meet.
func (p *picker) pick(h *Hierarchy, seeds []seed, direction uint32) selection {
	if p.marked == nil {
		p.marked, p.index = make([]uint64, len(h.of)/64+1), make([]uint32, len(h.of))
	}
	for _, s := range seeds {
		p.mark(s.node)
	}
	nodes, rungs := 0, 0
	for ; len(p.todo) > 0; nodes++ {
		v := p.todo[len(p.todo)-1]
		p.todo = p.todo[:len(p.todo)-1]
		up := h.rungs(v, direction)
		rungs += len(up)
		for _, r := range up {
			p.mark(r.to)
		}
	}
	s := selection{node: make([]uint32, 0, nodes), first: make([]uint32, 1, nodes+1), rung: make([]rung, 0, rungs)}
	for w, word := range p.marked {
		for ; word != 0; word &= word - 1 {
			v := uint32(64*w + bits.TrailingZeros64(word))
			p.index[v] = uint32(len(s.node))
			s.node = append(s.node, v)
			for _, r := range h.rungs(v, direction) {
				r.to = p.index[r.to]
				s.rung = append(s.rung, r)
			}
			s.first = append(s.first, uint32(len(s.rung)))
		}
		p.marked[w] = 0
	}
	return s
}
