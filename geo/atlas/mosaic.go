package atlas

import (
	"cmp"
	"slices"

	"simbiyoz/geo/tile"
)

// patch is what lies in a square of land, of a kind.
type patch[S any] struct {
	cell tile.Cell // the first of the square
	kind uint16    // number of a group of materials, or what tells places apart
	is   S
}

// mosaic puts together what lies in the same square, a tile of a zoom, and is of
// the same kind. Places come in Z-order, so that those of a square come
// together, as do its neighbours'.
type mosaic[S any] struct {
	zoom    uint8
	patches []patch[S] // by square, then in the order in which kinds came
	slots   []uint32   // where a kind is in the last square, counted from its first; 0: nowhere
	first   int        // of the last square's patches
}

func newMosaic[S any](zoom uint8, kinds int) *mosaic[S] {
	return &mosaic[S]{zoom: zoom, slots: make([]uint32, kinds)}
}

// at returns the patch that a cell's square and a kind have.
func (m *mosaic[S]) at(c tile.Cell, kind uint16) *S {
	c = c.First(m.zoom)
	if m.first == len(m.patches) || m.patches[m.first].cell != c {
		m.first = len(m.patches)
		clear(m.slots)
	}
	slot := &m.slots[kind]
	if *slot == 0 {
		m.patches = append(m.patches, patch[S]{cell: c, kind: kind})
		*slot = uint32(len(m.patches) - m.first)
	}
	return &m.patches[m.first+int(*slot)-1].is
}

// of returns the patches whose squares lie in a tile, or those of the square
// that it lies in.
func (m *mosaic[S]) of(at tile.Address) []patch[S] {
	if at.Z > m.zoom {
		at = at.In(m.zoom)
	}
	first, last := at.Cells()
	compare := func(p patch[S], c tile.Cell) int { return cmp.Compare(p.cell, c) }
	from, _ := slices.BinarySearchFunc(m.patches, first, compare)
	to, _ := slices.BinarySearchFunc(m.patches, last+1, compare)
	return m.patches[from:to]
}
