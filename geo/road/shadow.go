package road

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A restriction that leads over roads forbids a turn to those alone who came by
// a certain way. So each of the roads it leads over has shadows: arcs like
// theirs, one for each run of arcs that leads to it. Who has come that run is on
// the shadow, everyone else on the arc, and what is forbidden is forbidden from
// the shadow: turns of two arcs are all that any search has to know. An arc's
// shadows have the numbers after it.

// runs are the runs of arcs that begin a chain and have shadows, in order of
// the arc at their end.
func runs(chains []chain) [][]uint32 {
	var out [][]uint32
	for _, c := range chains {
		for n := 2; n < len(c.arcs); n++ {
			out = append(out, c.arcs[:n])
		}
	}
	slices.SortFunc(out, func(a, b []uint32) int {
		return cmp.Or(cmp.Compare(a[len(a)-1], b[len(b)-1]), slices.Compare(a, b))
	})
	return slices.CompactFunc(out, slices.Equal)
}

// shaded returns drafts with the shadows of runs among them.
func shaded(drafts []draft, runs [][]uint32) []draft {
	out := make([]draft, 0, len(drafts)+len(runs))
	for a, d := range drafts {
		out = append(out, d)
		for ; len(runs) > 0 && runs[0][len(runs[0])-1] == uint32(a); runs = runs[1:] {
			d.shadow = true
			out = append(out, d)
		}
	}
	return out
}

// shades knows what is forbidden to one kind of vehicle.
type shades struct {
	g      *Graph              // without shadows
	runs   [][]uint32          // see runs; of all vehicles
	number map[string]uint32   // of runs, as arcs of the graph with shadows
	shaded map[string]bool     // runs that begin a chain that binds this vehicle
	no     map[string]bool     // chains that are forbidden
	only   map[string][]uint32 // what must follow a run
}

// key makes a run fit for a map.
func key(run []uint32) string {
	b := make([]byte, 0, 4*len(run))
	for _, a := range run {
		b = binary.LittleEndian.AppendUint32(b, a)
	}
	return string(b)
}

func newShades(g *Graph, chains []chain, runs [][]uint32, binds func(chain) bool) shades {
	s := shades{g: g, runs: runs, number: map[string]uint32{}, shaded: map[string]bool{}, no: map[string]bool{}, only: map[string][]uint32{}}
	for i, r := range runs {
		s.number[key(r)] = r[len(r)-1] + uint32(i) + 1
	}
	for _, c := range chains {
		if !binds(c) {
			continue
		}
		n := len(c.arcs) - 1
		for k := 2; k <= n; k++ {
			s.shaded[key(c.arcs[:k])] = true
		}
		if !c.only {
			s.no[key(c.arcs)] = true
			continue
		}
		for k := min(2, n); k <= n; k++ { // who has turned into the first road must follow them all
			run := key(c.arcs[:k])
			s.only[run] = append(s.only[run], c.arcs[k])
		}
	}
	return s
}

// base returns the number of arc a once there are shadows.
func (s *shades) base(a uint32) uint32 {
	before, _ := slices.BinarySearchFunc(s.runs, a, func(r []uint32, a uint32) int { return cmp.Compare(r[len(r)-1], a) })
	return a + uint32(before)
}

// numberOf returns the number of a run: of its last arc, where that is all.
func (s *shades) numberOf(run []uint32) uint32 {
	if len(run) == 1 {
		return s.base(run[0])
	}
	return s.number[key(run)]
}

// upon returns the runs that end on arc a, the arc alone first.
func (s *shades) upon(a uint32) [][]uint32 {
	out := [][]uint32{{a}}
	from, _ := slices.BinarySearchFunc(s.runs, a, func(r []uint32, a uint32) int { return cmp.Compare(r[len(r)-1], a) })
	for ; from < len(s.runs) && s.runs[from][len(s.runs[from])-1] == a; from++ {
		out = append(out, s.runs[from])
	}
	return out
}

// next returns the run on which one is who goes on from a run into arc a, and
// whether one may.
func (s *shades) next(run []uint32, a uint32) ([]uint32, bool) {
	whole := append(slices.Clone(run), a)
	for i := range run {
		if must, told := s.only[key(run[i:])]; told && !slices.Contains(must, a) || s.no[key(whole[i:])] {
			return nil, false
		}
	}
	for i := range run {
		if s.shaded[key(whole[i:])] {
			return whole[i:], true
		}
	}
	return []uint32{a}, true
}

// banned returns the turns that are forbidden at the nodes that chains pass.
func (s *shades) banned(chains []chain) (out []uint64) {
	nodes := map[uint32]bool{}
	for _, c := range chains {
		for _, a := range c.arcs[:len(c.arcs)-1] {
			nodes[s.g.head[a]] = true
		}
	}
	for n := range nodes {
		for _, a := range s.g.in[s.g.inFirst[n]:s.g.inFirst[n+1]] {
			for _, run := range s.upon(a) {
				out = append(out, s.bannedFrom(run, n)...)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (s *shades) bannedFrom(run []uint32, n uint32) (out []uint64) {
	for b := s.g.first[n]; b < s.g.first[n+1]; b++ {
		next, may := s.next(run, b)
		for _, to := range s.upon(b) {
			if !may || !slices.Equal(to, next) {
				out = append(out, uint64(s.numberOf(run))<<32|uint64(s.numberOf(to)))
			}
		}
	}
	return out
}
