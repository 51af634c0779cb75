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

// wider returns g with one more row and column on each side.
func (g Grid) wider() Grid {
	const last = 1<<finest - 1
	return Grid{max(g.x0, 1) - 1, max(g.y0, 1) - 1, min(g.x1+1, last), min(g.y1+1, last)}
}

// amid reports whether some cells lie in g with one or more between them and g's
// outermost ones.
func (g Grid) amid(x0, y0, x1, y1 uint32) bool {
	return x0 > g.x0+1 && x1+1 < g.x1 && y0 > g.y0+1 && y1+1 < g.y1
}

func (g Grid) has(x, y uint32) bool { return x >= g.x0 && x <= g.x1 && y >= g.y0 && y <= g.y1 }

// In walks through the places whose cells g touches, or which lie a cell beside
// it: those of some tiles that cover it. With each it says whether it surely lies
// in what g was made of, however positions are rounded.
func (p *Points[T]) In(g Grid) iter.Seq2[*Place[T], bool] {
	wide := g.wider()
	shift := uint8(min(finest, bits.Len32(max(wide.x1-wide.x0, wide.y1-wide.y0)>>3)))
	return func(yield func(*Place[T], bool) bool) {
		for row := wide.y0 >> shift; row <= wide.y1>>shift; row++ {
			for column := wide.x0 >> shift; column <= wide.x1>>shift; column++ {
				x, y, last := column<<shift, row<<shift, uint32(1)<<shift-1
				sure := g.amid(x, y, x+last, y+last)
				for place := range p.Of(Address{finest - shift, column, row}) {
					amid := sure
					if !sure {
						x, y := deinterleave(uint64(place.Cell))
						if !wide.has(x, y) {
							continue
						}
						amid = g.amid(x, y, x, y)
					}
					if !yield(place, amid) {
						return
					}
				}
			}
		}
	}
}
