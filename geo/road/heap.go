package road

// entry is a state, or an end, at a cost.
type entry struct {
	cost cost
	id   uint32
}

// heap is a heap of entries, cheapest first. Its nodes have four children:
// half the levels of two, and the children lie side by side.
type heap []entry

func (h *heap) push(e entry) {
	*h = append(*h, e)
	s := *h
	i := len(s) - 1
	for i > 0 {
		up := (i - 1) / 4
		if s[up].cost <= e.cost {
			break
		}
		s[i] = s[up]
		i = up
	}
	s[i] = e
}

func (h *heap) pop() entry {
	s := *h
	top, last := s[0], s[len(s)-1]
	s = s[:len(s)-1]
	*h = s
	if len(s) > 0 {
		s.sink(last)
	}
	return top
}

// sink puts e where it belongs, from the top down.
func (h heap) sink(e entry) {
	i := 0
	for {
		down := 4*i + 1
		if down >= len(h) {
			break
		}
		least := down
		for k, child := range h[down+1 : min(down+4, len(h))] {
			if child.cost < h[least].cost {
				least = down + 1 + k
			}
		}
		if e.cost <= h[least].cost {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
}
