package tile

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// Cell is a place in the order in which tiles divide the world (Z-order), on a
// grid of 15 cm: those of any tile stand side by side.
type Cell uint64

// finest is the zoom whose tiles are cells: a unit of a tile at zoom 16.
const finest = 28

// CellOf returns the cell that p lies in.
func CellOf(p orb.Point) Cell {
	x, y := mercator(p)
	return Cell(interleave(cell(x), cell(y)))
}

func cell(v float64) uint32 {
	return uint32(max(0, min(v*(1<<finest), 1<<finest-1)))
}

// In returns the tile of a zoom that c lies in.
func (c Cell) In(zoom uint8) Address {
	x, y := deinterleave(c.Number(zoom))
	return Address{zoom, x, y}
}

// Number returns the number of the tile of a zoom that c lies in, in Z-order.
func (c Cell) Number(zoom uint8) uint64 { return uint64(c) >> (2 * (finest - uint64(zoom))) }

// First returns the first cell of the tile of a zoom that c lies in.
func (c Cell) First(zoom uint8) Cell { return Cell(c.Number(zoom) << (2 * (finest - uint64(zoom)))) }

// Cells returns the first and the last cell of a tile.
func (a Address) Cells() (first, last Cell) {
	shift := 2 * (finest - uint64(a.Z))
	first = Cell(interleave(a.X, a.Y) << shift)
	return first, first + 1<<shift - 1
}

// Middle returns the cell amid the tile of a zoom that c lies in; a zoom is
// less than 28.
func (c Cell) Middle(zoom uint8) Cell {
	return c.First(zoom) | Cell(3)<<(2*(finest-uint64(zoom)-1))
}

// Place is something at a cell; its ID tells it from what else is there.
type Place[T any] struct {
	Cell Cell
	ID   int64
	Of   T
}

func compare[T any](a, b Place[T]) int {
	return cmp.Or(cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.ID, b.ID))
}

// Points is an immutable set of places in Z-order: to find those of a tile
// takes two binary searches, to draw them no projection. It is cut into pieces,
// so that a changed set shares most of them with what it was before.
type Points[T any] struct {
	pieces [][]Place[T] // none is empty
	len    int
}

// piece is how many places a piece has when it is cut; it holds up to twice as
// many.
const piece = 1024

// NewPoints returns the set of places, which it sorts and keeps.
func NewPoints[T any](places []Place[T]) *Points[T] {
	slices.SortFunc(places, compare)
	p := &Points[T]{len: len(places)}
	for part := range slices.Chunk(places, piece) {
		p.pieces = append(p.pieces, part)
	}
	return p
}

// Len returns how many places p has.
func (p *Points[T]) Len() int { return p.len }

// With returns p without the places gone, of which cell and ID alone count,
// and with those that come. A place that comes must not be in p, unless it is
// among those gone.
func (p *Points[T]) With(gone, come []Place[T]) *Points[T] {
	slices.SortFunc(gone, compare)
	slices.SortFunc(come, compare)
	out := &Points[T]{pieces: make([][]Place[T], 0, len(p.pieces)+1)}
	for i, old := range p.pieces {
		less, more := len(gone), len(come)
		if i+1 < len(p.pieces) {
			next := p.pieces[i+1][0]
			less, more = before(gone, next), before(come, next)
		}
		out.add(changed(old, gone[:less], come[:more]))
		gone, come = gone[less:], come[more:]
	}
	out.add(come) // where p was empty
	return out
}

// add appends a piece, in parts where it has grown too long.
func (p *Points[T]) add(part []Place[T]) {
	p.len += len(part)
	if len(part) <= 2*piece {
		if len(part) > 0 {
			p.pieces = append(p.pieces, part)
		}
		return
	}
	for half := range slices.Chunk(part, piece) {
		p.pieces = append(p.pieces, half)
	}
}

// before counts the places in front of another.
func before[T any](places []Place[T], next Place[T]) int {
	n, _ := slices.BinarySearchFunc(places, next, compare)
	return n
}

// changed merges a piece with what comes, and leaves out what is gone.
func changed[T any](old, gone, come []Place[T]) []Place[T] {
	if len(gone)+len(come) == 0 {
		return old
	}
	out := make([]Place[T], 0, len(old)+len(come))
	for _, place := range old {
		for len(come) > 0 && compare(come[0], place) < 0 {
			out, come = append(out, come[0]), come[1:]
		}
		if _, found := slices.BinarySearchFunc(gone, place, compare); !found {
			out = append(out, place)
		}
	}
	return append(out, come...)
}

// All walks through every place.
func (p *Points[T]) All() iter.Seq[*Place[T]] { return p.Of(Address{}) }

// Count returns how many places are in a tile.
func (p *Points[T]) Count(a Address) int {
	first, last := a.Cells()
	return p.before(last+1) - p.before(first)
}

// before counts the places in front of a cell.
func (p *Points[T]) before(c Cell) (n int) {
	for _, part := range p.pieces {
		if part[len(part)-1].Cell >= c {
			return n + sort.Search(len(part), func(i int) bool { return part[i].Cell >= c })
		}
		n += len(part)
	}
	return n
}

// Of walks through the places in a tile.
func (p *Points[T]) Of(a Address) iter.Seq[*Place[T]] {
	first, last := a.Cells()
	return func(yield func(*Place[T]) bool) {
		from := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i][len(p.pieces[i])-1].Cell >= first })
		for _, part := range p.pieces[from:] {
			i := sort.Search(len(part), func(i int) bool { return part[i].Cell >= first })
			for ; i < len(part); i++ {
				if part[i].Cell > last || !yield(&part[i]) {
					return
				}
			}
		}
	}
}

// Dot begins a point at c, which must lie in the tile.
func (l *Layer) Dot(id uint64, c Cell) {
	x, y := deinterleave(uint64(c))
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
