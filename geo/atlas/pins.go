package atlas

import "simbiyoz/geo/tile"

// pins is where things are by id. Ids lie close together, and a million of
// them take a quarter of a map's room.
type pins map[int64]*page

const pageBits = 10

// page holds cells, one more than each is: 0 is nowhere.
type page [1 << pageBits]tile.Cell

func (p pins) set(id int64, c tile.Cell) {
	of, there := p[id>>pageBits]
	if !there {
		of = new(page)
		p[id>>pageBits] = of
	}
	of[id&(1<<pageBits-1)] = c + 1
}

// take forgets where id is and returns that.
func (p pins) take(id int64) (c tile.Cell, there bool) {
	of, there := p[id>>pageBits]
	if !there {
		return 0, false
	}
	at := &of[id&(1<<pageBits-1)]
	c, *at = *at, 0
	return c - 1, c != 0
}
