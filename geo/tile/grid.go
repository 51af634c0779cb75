package tile

import (
	"iter"
	"math/bits"

	"github.com/paulmach/orb"
)

// Grid is a rectangle of cells, its first and last ones included.
type Grid struct{ x0, y0, x1, y1 uint32 }

// GridOf returns the cells that b touches.
func GridOf(b orb.Bound) Grid {
	x0, y1 := mercator(b.Min)
	x1, y0 := mercator(b.Max)
	return Grid{cell(x0), cell(y0), cell(x1), cell(y1)}
}

// Wider returns g with one more row and column on each side.
func (g Grid) Wider() Grid {
	const last = 1<<finest - 1
	return Grid{max(g.x0, 1) - 1, max(g.y0, 1) - 1, min(g.x1+1, last), min(g.y1+1, last)}
}

// Amid reports whether c lies in g with a cell or more between it and g's
// outermost ones: then whatever is at c lies in what g was made of, however
// positions are rounded.
func (g Grid) Amid(c Cell) bool {
	x, y := deinterleave(uint64(c))
	return x > g.x0+1 && x+1 < g.x1 && y > g.y0+1 && y+1 < g.y1
}

func (g Grid) has(c Cell) bool {
	x, y := deinterleave(uint64(c))
	return x >= g.x0 && x <= g.x1 && y >= g.y0 && y <= g.y1
}

// In walks through the places of which the cells lie in g: those of a few
// tiles that cover it.
func (p *Points[T]) In(g Grid) iter.Seq[*Place[T]] {
	shift := uint8(min(finest, bits.Len32(max(g.x1-g.x0, g.y1-g.y0)>>2)))
	return func(yield func(*Place[T]) bool) {
		for y := g.y0 >> shift; y <= g.y1>>shift; y++ {
			for x := g.x0 >> shift; x <= g.x1>>shift; x++ {
				for place := range p.Of(Address{finest - shift, x, y}) {
					if g.has(place.Cell) && !yield(place) {
						return
					}
				}
			}
		}
	}
}
