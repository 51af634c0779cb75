package road

// fringe is what a vehicle may drive as a last mile alone, and its hierarchy
// leaves out, as one comes to it in one direction: groups of arcs that are
// joined to each other, and how these are entered from roads that are freely
// open.
type fringe struct {
	arc   []uint32 // group after group
	group []uint32 // arc[group[i]:group[i+1]] are group i
	whole []cost   // of each of arc

	doors []uint32 // of each of arc: door[doors[i]:doors[i+1]]
	door  []turning
	links []uint32 // likewise
	link  []turning
}

// turning is a turn between an arc of a fringe and another: a freely open one of
// the graph, at a door, or one of the fringe, by its number in it, at a link.
type turning struct{ arc, ms uint32 }

// fringe returns the one of a direction; q asks h's graph for h's vehicle. Only a
// whole one is kept: reading a mapped file that somebody cuts off is broken off.
func (h *Hierarchy) fringe(q *Query, direction uint32) *fringe {
	r := h.fringes[direction].Load()
	if r == nil {
		r = newFringe(q, direction)
		h.fringes[direction].Store(r)
	}
	return r
}

func newFringe(q *Query, direction uint32) *fringe {
	r := &fringe{}
	number := r.gather(q)
	r.doors, r.links = append(r.doors, 0), append(r.links, 0)
	for _, b := range r.arc {
		r.whole = append(r.whole, q.whole(b))
		q.joining(b, direction == ahead, func(a uint32, turn cost) {
			if number[a] == none {
				r.door = append(r.door, turning{a, uint32(turn >> 32)})
			}
		})
		q.joining(b, direction == backward, func(c uint32, turn cost) {
			if number[c] != none {
				r.link = append(r.link, turning{number[c], uint32(turn >> 32)})
			}
		})
		r.doors, r.links = append(r.doors, uint32(len(r.door))), append(r.links, uint32(len(r.link)))
	}
	return r
}

// gather finds r's arcs, group by group, and returns the number of each arc of
// the graph in r, none where it is not in it.
func (r *fringe) gather(q *Query) (number []uint32) {
	number = make([]uint32, len(q.g.head))
	for a := range number {
		number[a] = none
	}
	take := func(a uint32, _ cost) {
		if number[a] == none && q.open(a) && q.access(a) != AccessYes {
			number[a] = uint32(len(r.arc))
			r.arc = append(r.arc, a)
		}
	}
	for a := range uint32(len(number)) {
		next := len(r.arc)
		take(a, 0)
		if next == len(r.arc) {
			continue
		}
		r.group = append(r.group, uint32(next))
		for ; next < len(r.arc); next++ {
			q.joining(r.arc[next], true, take)
			q.joining(r.arc[next], false, take)
		}
	}
	r.group = append(r.group, uint32(len(r.arc)))
	return number
}

// spread carries what it costs to come to arcs on into group i, with a heap of
// its own: one of all groups is slow for its size.
func (r *fringe) spread(i int, arcs []cost, heap *heap) {
	for n := r.group[i]; n < r.group[i+1]; n++ {
		best := arcs[r.arc[n]]
		for _, d := range r.door[r.doors[n]:r.doors[n+1]] {
			if c := arcs[d.arc]; c != unreached {
				best = min(best, c+sum(d.ms, 0)+r.whole[n])
			}
		}
		if best < arcs[r.arc[n]] {
			arcs[r.arc[n]] = best
			heap.push(entry{best, n})
		}
	}
	for len(*heap) > 0 {
		top := heap.pop()
		if top.cost != arcs[r.arc[top.id]] {
			continue
		}
		for _, l := range r.link[r.links[top.id]:r.links[top.id+1]] {
			if c := top.cost + sum(l.ms, 0) + r.whole[l.arc]; c < arcs[r.arc[l.arc]] {
				arcs[r.arc[l.arc]] = c
				heap.push(entry{c, l.arc})
			}
		}
	}
}
