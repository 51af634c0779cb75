package tile

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Points is an immutable set of places, in the order in which tiles divide the
// world (Z-order), so that those of any tile stand side by side: to find them
// takes two binary searches, to draw them no projection.
type Points struct {
	key []uint64 // Z-order of the cell at the finest grid
	row []int32  // of the caller's
}

// finest is the zoom whose cells are a unit of a tile at zoom 16: 15 cm.
const finest = 28

// NewPoints returns the set of n places, of which at tells each by its row.
func NewPoints(n int, at func(row int) orb.Point) *Points {
	type entry struct {
		key uint64
		row int32
	}
	entries := make([]entry, n)
	for i := range entries {
		x, y := mercator(at(i))
		entries[i] = entry{interleave(cell(x), cell(y)), int32(i)}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	p := &Points{make([]uint64, n), make([]int32, n)}
	for i, e := range entries {
		p.key[i], p.row[i] = e.key, e.row
	}
	return p
}

func cell(v float64) uint32 {
	return uint32(max(0, min(v*(1<<finest), 1<<finest-1)))
}

// Len returns how many places p has.
func (p *Points) Len() int { return len(p.key) }

// Of returns the range of p that lies in a tile.
func (p *Points) Of(a Address) (from, to int) {
	shift := 2 * (finest - uint64(a.Z))
	first := interleave(a.X, a.Y)
	from, _ = slices.BinarySearch(p.key, first<<shift)
	n, _ := slices.BinarySearch(p.key[from:], (first+1)<<shift)
	return from, from + n
}

// Row returns the caller's row of place i of the range.
func (p *Points) Row(i int) int { return int(p.row[i]) }

// Draw begins a point of l for place i.
func (p *Points) Draw(l *Layer, i int, id uint64) {
	x, y := deinterleave(p.key[i])
	l.point(id, unit(x, l.at.X, l.at.Z), unit(y, l.at.Y, l.at.Z))
}

// unit puts a cell of the finest grid into the units of a tile in column, or
// row, at of a zoom.
func unit(cell, at uint32, zoom uint8) int32 {
	inside := uint64(cell) - uint64(at)<<(finest-zoom)
	return int32(inside * Extent >> (finest - zoom))
}

// interleave puts the bits of x and y by turns: x's are the even ones.
func interleave(x, y uint32) uint64 { return spread(x) | spread(y)<<1 }

func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

func deinterleave(key uint64) (x, y uint32) { return gather(key), gather(key >> 1) }

func gather(x uint64) uint32 {
	x &= 0x5555555555555555
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return uint32(x | x>>16)
}
